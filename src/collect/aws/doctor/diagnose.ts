import { CallGate, REAL_PACE } from "../../../aws/call-gate.js";
import type { Check } from "../../../model/check.js";
import type { MissingPolicy } from "../../../model/results/doctor.js";
import { UserError } from "../../../model/user-error.js";
import { probeAggregator } from "../../../sources/config-aggregator/probe.js";
import { missingPolicies } from "../../../sources/missing-policies.js";
import { probedMembership } from "../../../sources/organization/index.js";
import { policyChecks } from "../../../sources/organization-policies/checks.js";
import { Probes } from "../../../sources/probes.js";
import { chooseAggregator } from "../aggregated.js";
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
  /** Also try what `--aggregator` needs: its name; empty: none was given. */
  readonly aggregator?: string | undefined;
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
  if (options.aggregator !== undefined) {
    found.push(await aggregatorOf(await bases.of(options.profile, options.region), options.aggregator));
  }
  const callers = await Promise.all([...new Set(found.map(({ base }) => base))].map(callerChecks));
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

async function aggregatorOf(base: Base, name: string): Promise<CallerDiagnosis> {
  const { accountId, partition } = base.identity;
  const place = `account ${accountId} in ${await base.clients.sts.config.region()}`;
  const probes = new Probes(base.clients, accountId);
  try {
    await probeAggregator(probes, (all) => chooseAggregator(all, name, place));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { base, checks: [noAggregator(accountId, error)], policies: [] };
  }
  const checks = checksOf("organization", accountId, probes.results);
  return { base, checks, policies: missingPolicies(checks, accountId, { partition }) };
}

/** An audit would end before it collects anything. */
function noAggregator(accountId: string, { what, fix = "" }: UserError): Check {
  const detail = `${what} ${fix}`.trim();
  const about = { about: "organization", account_id: accountId, check: "config_aggregator" } as const;
  return { ...about, status: "error", missing: [], detail };
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
