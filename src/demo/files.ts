import { accountGuards, plainGuards } from "./account-guards.js";
import { authorizationDetails } from "./authorization-details.js";
import { byOrganization } from "./by-organization.js";
import { buildCohort, type CohortAccount } from "./cohort.js";
import { AS_OF } from "./dates.js";
import { describeOrganization, listAccounts, NOT_IN_USE } from "./organization-files.js";
import { organizationTree } from "./organization-tree.js";
import { reportCsv } from "./report-csv.js";
import { timeText } from "./time-text.js";
import { virtualDevices } from "./virtual-devices.js";
import { accountDocuments } from "./whole/account-files.js";
import { type AccountPlan, planAll } from "./whole/plan.js";

/** A file of the demonstration: its path, with `/`, below the folder of the demonstration, and its text. */
export interface DemoFile {
  readonly path: string;
  readonly content: string;
}

/**
 * `plain`: the cohort of the published figures, whose service control policies nobody collected and whose policies say
 * nothing about MFA. `policies`: the same users with all of that. `full`: `plain`, with all that is in the accounts around the users.
 */
export type DemoVariant = "plain" | "policies" | "full";

/** When the files were collected (epoch seconds), and of which accounts nothing was. */
interface Collection {
  readonly asOf: number;
  readonly notCollected: readonly string[];
}

/**
 * The files of a cohort as the AWS CLI would have saved them: for each organization its description and its list
 * of accounts, for each account its credential report and authorization details.
 */
export function* demoFiles(
  cohort: readonly CohortAccount[] = buildCohort(),
  variant: DemoVariant = "plain",
  collection: Collection = { asOf: AS_OF, notCollected: [] },
): Generator<DemoFile> {
  for (const [orgId, accounts] of byOrganization(cohort)) yield* organizationFiles(orgId, accounts, variant);
  const plans = variant === "full" ? planAll(cohort) : undefined;
  for (const account of cohort) {
    if (collection.notCollected.includes(account.id)) continue;
    yield* accountFiles(account, variant, collection.asOf, plans?.get(account.id));
  }
}

function* organizationFiles(
  orgId: string,
  accounts: readonly CohortAccount[],
  variant: DemoVariant,
): Generator<DemoFile> {
  yield json(`${orgId}/describe-organization.json`, describeOrganization(orgId, accounts), 4);
  yield json(`${orgId}/list-accounts.json`, listAccounts(accounts), 4);
  if (variant !== "policies") return;
  for (const [name, content] of Object.entries(organizationTree(orgId, accounts))) {
    yield json(`${orgId}/${name}`, content, 4);
  }
}

function* accountFiles(
  account: CohortAccount,
  variant: DemoVariant,
  asOf: number,
  plan: AccountPlan | undefined,
): Generator<DemoFile> {
  if (account.membership === undefined) yield json(`${account.id}/describe-organization.json`, NOT_IN_USE, 4);
  const report = {
    Content: Buffer.from(reportCsv(account), "utf8").toString("base64"),
    ReportFormat: "text/csv",
    GeneratedTime: timeText(asOf),
  };
  yield json(`${account.id}/credential-report.json`, report, 4);
  // Without the indentation of the AWS CLI, which would double the size of the demonstration.
  if (plan === undefined) {
    const guards = variant === "policies" ? accountGuards(account) : plainGuards(account);
    yield json(`${account.id}/authorization-details.json`, authorizationDetails(account, guards), 0);
  } else {
    for (const [path, document] of accountDocuments(account, plan)) {
      yield json(`${account.id}/${path}`, document, 0);
    }
  }
  yield json(`${account.id}/virtual-mfa-devices.json`, virtualDevices(account), 0);
}

function json(path: string, value: object, indent: number): DemoFile {
  return { path, content: `${JSON.stringify(value, null, indent)}\n` };
}
