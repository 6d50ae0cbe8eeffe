import { ACCOUNT_ID } from "../../model/arn.js";

/** What a selector can be about. */
export interface SelectableAccount {
  readonly accountId: string;
  /** Names of the organizational units from the root down; undefined: not known. */
  readonly ouPath: string | undefined;
  /** Ids of the root and the units above it. */
  readonly parentIds: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

/** Does a selector mean this account? `ou:/Workloads` means the units below, too. */
export function selects(selector: string, account: SelectableAccount): boolean {
  if (ACCOUNT_ID.test(selector)) return selector === account.accountId;
  const [kind, rest] = [selector.slice(0, selector.indexOf(":")), selector.slice(selector.indexOf(":") + 1)];
  if (kind === "ou")
    return rest.startsWith("/") ? below(rest, account.ouPath) : account.parentIds.includes(rest);
  const equals = rest.indexOf("=");
  if (equals < 0) return account.tags.has(rest);
  return account.tags.get(rest.slice(0, equals)) === rest.slice(equals + 1);
}

/** Chosen is what some `include` means (all, where there is none) and no `exclude`. */
export function isChosen(
  account: SelectableAccount,
  include: readonly string[],
  exclude: readonly string[],
): boolean {
  const wanted = include.length === 0 || include.some((selector) => selects(selector, account));
  return wanted && !exclude.some((selector) => selects(selector, account));
}

/** Tags take a request an account, so they are asked for only where a selector needs them. */
export function needsTags(selectors: readonly string[]): boolean {
  return selectors.some((selector) => selector.startsWith("tag:"));
}

function below(path: string, ouPath: string | undefined): boolean {
  const top = path.replace(/\/+$/, "");
  return ouPath !== undefined && (top === "" || ouPath === top || ouPath.startsWith(`${top}/`));
}
