import { CallGate, REAL_PACE } from "../../../aws/call-gate.js";
import type { Check } from "../../../model/check.js";
import type { MissingPolicy } from "../../../model/results/doctor.js";
import { missingPolicies } from "../../../sources/missing-policies.js";
import { probedMembership } from "../../../sources/organization/index.js";
import { policyChecks } from "../../../sources/organization-policies/checks.js";
import { type Base, Bases } from "../bases.js";
import type { CollectPlan } from "../plan.js";
import { checksOf } from "./checks-of.js";
import { type CallerDiagnosis, diagnosePlan } from "./diagnose-plan.js";
import { probeAccount } from "./probe.js";

export interface DiagnoseOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** The accounts to look into; none: only the account of the credentials. */
  readonly plan: CollectPlan | undefined;
  /** Also try what `--fresh` needs. */
  readonly fresh: boolean;
  /** Also try what `--full` needs. */
  readonly full: boolean;
  /** What is of Regions is tried in the first of these; left out: in the Region at hand. */
  readonly regions?: readonly string[] | undefined;
  /** Requests under way at a time. */
  readonly concurrency: number;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Diagnosis {
  readonly checks: readonly Check[];
  readonly policies: readonly MissingPolicy[];
}

/**
 * Tries, with real requests on the smallest pages, what an audit would get, and tells what would fix it. Load this
 * module only when it is needed: it brings the AWS SDK with it.
 *
 * @throws UserError when AWS cannot be reached with these credentials at all
 */
export async function diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
  const bases = new Bases(new CallGate(options.concurrency, REAL_PACE));
  const { plan, fresh, full, regions, onProgress } = options;
  const found =
    plan === undefined
      ? [await ownAccount(await bases.of(options.profile, options.region), { fresh, full, regions })]
      : await diagnosePlan(plan, { bases, fresh, onProgress });
  const callers = await Promise.all(found.map(({ base }) => callerChecks(base)));
  return {
    checks: [...callers.flat(), ...found.flatMap(({ checks }) => checks)],
    policies: found.flatMap(({ policies }) => policies),
  };
}

async function ownAccount(
  base: Base,
  tried: Pick<DiagnoseOptions, "fresh" | "full" | "regions">,
): Promise<CallerDiagnosis> {
  const { accountId, partition } = base.identity;
  const probes = await probeAccount(base.clients, accountId, { ...tried, membership: "account" });
  const checks = [
    ...checksOf("account", accountId, probes.results),
    ...policyChecks(accountId, probedMembership.get(probes)),
  ];
  return { base, checks, policies: missingPolicies(checks, accountId, { partition }) };
}

/** Who asks, and where. After the probes, for only then the endpoints are known. */
async function callerChecks({ clients, identity }: Base): Promise<Check[]> {
  const region = await clients.sts.config.region();
  return [
    fine("credentials", identity.document.Arn),
    fine("region", `${region}, partition ${identity.partition}`),
    fine("endpoints", [...clients.hosts].map(([service, host]) => `${service} ${host}`).join(", ")),
  ];
}

function fine(check: string, detail: string): Check {
  return { about: "machine", account_id: null, check, status: "ok", missing: [], detail };
}
