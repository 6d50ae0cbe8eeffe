import { allPages, iamNextToken } from "../aws/all-pages.js";
import type { AwsClients } from "../aws/aws-clients.js";
import { classifyFailure } from "../aws/classify-failure.js";
import { coverageOf } from "../aws/coverage-of.js";
import type { Calls, Outcome } from "./source.js";

/** IAM's part of the AWS SDK, which takes its time to load: only what asks AWS may load it. */
export const iamSdk = () => import("@aws-sdk/client-iam");

/** An error of AWS that is an answer: the document that says so, and what `doctor` says of it. */
export interface ErrorAnswer {
  readonly means: string;
  readonly document: (message: string) => unknown;
}
export type ErrorAnswers = Readonly<Record<string, ErrorAnswer>>;

interface Get<Answer> {
  readonly action: string;
  readonly send: (clients: AwsClients) => Promise<Answer>;
  /** What of the answer goes into the file; what AWS always sends and is not there is an error. */
  readonly document: (answer: Answer) => unknown;
  readonly answers?: ErrorAnswers;
}

/** Evidence that is one answer. */
export function get<Answer>({ action, send, document, answers = {} }: Get<Answer>): Calls {
  return {
    collect: ({ clients }) => request(action, async () => document(await send(clients)), answers),
    probe: async (probes) => {
      await probes.ask(action, () => send(probes.clients), meanings(answers));
    },
  };
}

/** A page to ask for: how many entries it may have, and the token of the page before. */
export interface PageRequest {
  readonly size: number;
  readonly token: string | undefined;
}

/** A list that comes in pages. */
export interface Pages<Page> {
  readonly action: string;
  readonly size: number;
  /** Entries of the smallest page that may be asked for, which `doctor` tries; left out: one. */
  readonly least?: number;
  readonly send: (clients: AwsClients, page: PageRequest) => Promise<Page>;
  readonly next: (page: Page) => string | undefined;
  /** What is in them, for people who wait for further pages. */
  readonly noun?: string;
}

interface List<Page> extends Pages<Page> {
  /** The lists of the document, and where a page has them. */
  readonly lists: Readonly<Record<string, (page: Page) => readonly unknown[]>>;
}

/** Evidence that comes in pages: the document has the lists whole. */
export function list<Page>(spec: List<Page>): Calls {
  const { action, least = 1, send, lists } = spec;
  return {
    collect: ({ clients, note }) =>
      request(action, async () => {
        const pages = await allPagesOf(spec, clients, note);
        return Object.fromEntries(Object.entries(lists).map(([member, of]) => [member, pages.flatMap(of)]));
      }),
    probe: async (probes) => {
      await probes.ask(action, () => send(probes.clients, { size: least, token: undefined }));
    },
  };
}

export function allPagesOf<Page>(
  { size, send, next, noun }: Pages<Page>,
  clients: AwsClients,
  note: (text: string) => void,
): Promise<Page[]> {
  let read = 0;
  return allPages((token) => {
    if (read > 0 && noun !== undefined) note(`page ${read + 1} of ${noun}`);
    read += 1;
    return send(clients, { size, token });
  }, next);
}

/** Paging as IAM does it, with as many entries as it puts on a page. */
export const IAM_LIST = { size: 1000, next: iamNextToken } as const;

export function iamPage({ size, token }: PageRequest) {
  return { MaxItems: size, Marker: token };
}

/** Runs a request; a failure becomes coverage, unless its code is an answer in itself. */
export async function request(
  action: string,
  run: () => Promise<unknown>,
  answers: ErrorAnswers = {},
): Promise<Outcome> {
  try {
    return { status: "ok", document: await run() };
  } catch (error) {
    const failure = classifyFailure(error);
    const answer = Object.hasOwn(answers, failure.code) ? answers[failure.code] : undefined;
    return answer
      ? { status: "ok", document: answer.document(failure.message) }
      : coverageOf(failure, action);
  }
}

export function meanings(answers: ErrorAnswers): Record<string, string> {
  return Object.fromEntries(Object.entries(answers).map(([code, { means }]) => [code, means]));
}
