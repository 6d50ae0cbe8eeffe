import type { Organization } from "@aws-sdk/client-organizations";
import type { Check } from "../../model/check.js";
import { POLICY_TYPES } from "./types.js";

/**
 * Whether the service control and resource control policies that bind an account are part of an audit of this account
 * alone. Nothing is said where the membership could not be read: that is missing by its own name.
 */
export function policyChecks(
  accountId: string,
  membership: { readonly organization: Organization | undefined } | undefined,
): Check[] {
  if (membership === undefined) return [];
  const { organization } = membership;
  const free =
    organization === undefined
      ? "the account is in no organization, so none applies"
      : organization.MasterAccountId === accountId
        ? "none binds the management account"
        : organization.FeatureSet === "CONSOLIDATED_BILLING"
          ? "the organization has consolidated billing only, so none applies"
          : undefined;
  return (["scp", "rcp"] as const).map((check) => ({
    about: "account",
    account_id: accountId,
    check,
    status: free === undefined ? "not_collected" : "ok",
    missing: [],
    detail:
      free ?? "only the management account or a delegated administrator can read these: audit --org there",
  }));
}

/** The checks of an organization: of a policy type that is switched off nothing is read, so nothing is missing. */
export function withoutPoliciesOff(
  checks: readonly Check[],
  policyTypes: ReadonlySet<string> | undefined,
): readonly Check[] {
  if (policyTypes === undefined) return checks;
  const off = new Set<string>(POLICY_TYPES.flatMap(([kind, type]) => (policyTypes.has(type) ? [] : [kind])));
  const detail = "this type of policy is switched off, so none applies";
  return checks.map((check) =>
    off.has(check.check) ? { ...check, status: "ok", missing: [], detail } : check,
  );
}
