import { accessError } from "../../aws/access-error.js";
import { allPages } from "../../aws/all-pages.js";
import type { AwsClients } from "../../aws/aws-clients.js";
import { classifyFailure } from "../../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../../aws/coverage-of.js";
import { present } from "../../aws/present.js";

/** What several requests delivered together, or why it is not whole. */
export type Piece<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly coverage: FailedCoverage; readonly code: string };

class ActionFailed extends Error {
  constructor(
    readonly coverage: FailedCoverage,
    readonly code: string,
  ) {
    super(coverage.detail);
  }
}

/**
 * Sends requests with the credentials that the whole run rests on, and says which action failed.
 *
 * @throws UserError when AWS no longer takes the credentials: nothing else will work either
 */
export async function ask<T>(clients: AwsClients, action: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind.endsWith("_credentials")) throw accessError(failure, clients.profile, error);
    throw new ActionFailed(coverageOf(failure, action), failure.code);
  }
}

/** The member of all pages of a list of AWS Organizations; fails as `ask` does. */
export function askForAll<Member extends string, Item>(
  clients: AwsClients,
  action: string,
  member: Member,
  send: (
    token: string | undefined,
  ) => Promise<ListOf<Member, Item> & { readonly NextToken?: string | undefined }>,
): Promise<Item[]> {
  return ask(clients, action, async () => {
    const pages: readonly ListOf<Member, Item>[] = await allPages(send, ({ NextToken }) => NextToken);
    return pages.flatMap((page) => present<readonly Item[]>(page[member], member));
  });
}
type ListOf<Member extends string, Item> = { readonly [K in Member]?: readonly Item[] | undefined };

/** All of it, or which action failed. Part of a list is no list. */
export async function piece<T>(run: () => Promise<T>): Promise<Piece<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (!(error instanceof ActionFailed)) throw error;
    return { ok: false, coverage: error.coverage, code: error.code };
  }
}

/** Sorts by an id, so that what is collected twice is written alike. */
export function byId<Item>(id: (item: Item) => string | undefined): (a: Item, b: Item) => number {
  return (a, b) => ((id(a) ?? "") < (id(b) ?? "") ? -1 : 1);
}
