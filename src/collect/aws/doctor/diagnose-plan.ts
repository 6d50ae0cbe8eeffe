import { inParallel } from "../../../aws/in-parallel.js";
import type { Check } from "../../../model/check.js";
import type { MissingPolicy } from "../../../model/results/doctor.js";
import { UserError } from "../../../model/user-error.js";
import { missingPolicies } from "../../../sources/missing-policies.js";
import { probedOrganization } from "../../../sources/organization/probe.js";
import { withoutPoliciesOff } from "../../../sources/organization-policies/checks.js";
import type { Base, Bases } from "../bases.js";
import { discover } from "../discover.js";
import type { CollectPlan, OrganizationPlan } from "../plan.js";
import type { AccountTarget } from "../run-file.js";
import { needsTags } from "../select.js";
import { checksOf } from "./checks-of.js";
import { probeOrganization } from "./probe.js";
import { probeMember, withoutRoleGuesses } from "./probe-member.js";

export interface PlanOptions {
  readonly bases: Bases;
  /** Also try what `--fresh` needs. */
  readonly fresh: boolean;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What one caller was given or denied, and the policies that fix it. */
export interface CallerDiagnosis {
  readonly base: Base;
  readonly checks: readonly Check[];
  readonly policies: readonly MissingPolicy[];
}

/** Accounts looked into at a time; within one it is one request after the other. */
const ACCOUNTS_AT_ONCE = 10;

/** What the caller of some accounts found out; a caller is a set of credentials of the person. */
interface Findings {
  readonly base: Base;
  readonly checks: Check[];
  role: string | undefined;
}

/**
 * What collecting a plan would get: of its organizations, and of each chosen account.
 *
 * @throws UserError when credentials do not work at all
 */
export async function diagnosePlan(plan: CollectPlan, options: PlanOptions): Promise<CallerDiagnosis[]> {
  const callers = new Map<Base, Findings>();
  const of = (base: Base): Findings => {
    const known = callers.get(base) ?? { base, checks: [], role: undefined };
    callers.set(base, known);
    return known;
  };
  for (const each of plan.organizations) {
    const base = await options.bases.of(each.profile, each.region);
    of(base).checks.push(...(await organizationChecks(each, base)));
  }
  const targets = await targetsOf(plan, options.bases);
  if (targets instanceof UserError) {
    const [first] = callers.values();
    if (first === undefined) throw targets;
    first.checks.push(unknownAccounts(first.base, targets));
  } else {
    let done = 0;
    await inParallel(targets, ACCOUNTS_AT_ONCE, async (target) => {
      const base = await options.bases.of(target.profile, target.region);
      const findings = of(base);
      const checks = await probeMember(target, base, options.fresh);
      findings.role ??= roleName(target);
      findings.checks.push(...checks);
      done += 1;
      options.onProgress?.(done, targets.length);
    });
  }
  return [...callers.values()].map(diagnosis);
}

async function organizationChecks(
  plan: OrganizationPlan,
  { clients, identity }: Base,
): Promise<readonly Check[]> {
  const selectors = [...plan.include, ...plan.exclude, ...plan.overrides.flatMap(({ accounts }) => accounts)];
  const { accountId } = identity;
  const probes = await probeOrganization(clients, accountId, needsTags(selectors));
  const found = probedOrganization(probes);
  const checks = checksOf("organization", accountId, probes.results);
  return withoutPoliciesOff(checks, found === "none" ? undefined : found?.policyTypes);
}

/** Accounts that cannot be chosen are something that is missing: the organization is worth reading about anyway. */
async function targetsOf(plan: CollectPlan, bases: Bases): Promise<readonly AccountTarget[] | UserError> {
  try {
    return (await discover(plan, bases, new AbortController().signal)).targets;
  } catch (error) {
    if (error instanceof UserError && error.code === "cannot_select") return error;
    throw error;
  }
}

function unknownAccounts({ identity }: Base, { what, why = "" }: UserError): Check {
  return {
    about: "organization",
    account_id: identity.accountId,
    check: "accounts",
    status: "error",
    missing: [],
    detail: `${what} ${why}`.trim(),
  };
}

function diagnosis({ base, checks, role }: Findings): CallerDiagnosis {
  const { accountId, partition } = base.identity;
  const ordered = withoutRoleGuesses(checks).sort(byAccount);
  return { base, checks: ordered, policies: missingPolicies(ordered, accountId, { partition, role }) };
}

/** The organization first; the sort is stable, so what belongs to one account keeps its order. */
function byAccount(a: Check, b: Check): number {
  if (a.about !== b.about) return a.about === "organization" ? -1 : 1;
  const [first, second] = [a.account_id ?? "", b.account_id ?? ""];
  return first === second ? 0 : first < second ? -1 : 1;
}

/** The role's name with its path. */
function roleName({ role_arn: arn }: AccountTarget): string | undefined {
  return arn?.replace(/^arn:.*:role\//, "");
}
