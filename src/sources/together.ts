import type { AwsClients } from "../aws/aws-clients.js";
import { classifyFailure } from "../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../aws/coverage-of.js";
import { type ErrorAnswers, meanings } from "./calls.js";
import type { AtAccount, Part } from "./document.js";
import type { Calls } from "./source.js";

/** One of several requests whose answers make a document together. */
export interface Together {
  readonly action: string;
  /** The kind of evidence that the answer is. */
  readonly kind: string;
  /** The members of the document that it delivers. */
  readonly send: (clients: AwsClients) => Promise<object>;
  readonly answers?: ErrorAnswers;
  /** The others only tell more of what this lists: where it fails, they are not asked. */
  readonly lists?: true;
}

/**
 * Several requests, one document with the members of all answers. What one does not tell is missing, and the coverage of
 * its kind says so. Where none delivers anything there is no document.
 */
export function together(requests: readonly [Together, ...Together[]]): Calls {
  return {
    async collect({ clients }) {
      const members: object[] = [];
      const gaps = new Map<string, FailedCoverage>();
      for (const each of requests) {
        const told = await tell(each, clients);
        if ("members" in told) members.push(told.members);
        else if (each.lists) return told;
        else gaps.set(each.kind, told);
      }
      const [first] = gaps.values();
      if (members.length === 0 && first !== undefined) return { ...first, gaps };
      return { status: "ok", document: Object.assign({}, ...members), gaps };
    },
    async probe(probes) {
      for (const { action, send, answers = {} } of requests) {
        await probes.ask(action, () => send(probes.clients), meanings(answers));
      }
    },
  };
}

/** Evidence of a kind of its own that a member of a document is: it is there where the member is. */
export function brings(member: string, kind: string): Part<AtAccount> {
  return {
    member,
    read(value, { evidence, account, region }) {
      if (Object.hasOwn(value, member)) evidence.found(account, kind, region);
      return [];
    },
  };
}

async function tell(
  { action, send, answers = {} }: Together,
  clients: AwsClients,
): Promise<{ readonly members: object } | FailedCoverage> {
  try {
    return { members: await send(clients) };
  } catch (error) {
    const failure = classifyFailure(error);
    const answer = Object.hasOwn(answers, failure.code) ? answers[failure.code] : undefined;
    return answer ? { members: Object(answer.document(failure.message)) } : coverageOf(failure, action);
  }
}
