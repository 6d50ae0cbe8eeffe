import { z } from "zod";
import { ACCOUNT_ID } from "../../model/arn.js";

/** Documents of AWS Organizations, as its API and the AWS CLI print them, and as `collect` merges their pages. */

const text = z.string();

const roots = z.object({
  Roots: z.array(
    z.object({
      Id: text,
      Arn: text.nullish(),
      Name: text.nullish(),
      PolicyTypes: z.array(z.object({ Type: text, Status: text })).nullish(),
    }),
  ),
});

const unit = z.object({
  Id: text,
  Arn: text.nullish(),
  Name: text.nullish(),
  /** Ours: AWS tells it only by what was asked. */
  ParentId: text.nullish(),
  /** `o-.../r-.../ou-.../`, where AWS fills it. */
  Path: text.nullish(),
});

const accountParents = z.object({
  AccountParents: z.array(z.object({ AccountId: text.regex(ACCOUNT_ID), ParentId: text })),
});

const policySummary = z.object({
  Id: text,
  Arn: text.nullish(),
  Name: text.nullish(),
  Type: text,
  AwsManaged: z.boolean().nullish(),
});
const policy = z.object({ PolicySummary: policySummary, Content: text.nullish() });
export type OrganizationPolicy = z.output<typeof policy>;

const targets = z.object({
  PolicyTargets: z.array(z.object({ PolicyId: text, TargetId: text, Type: text.nullish() })),
});

const delegated = z.object({
  DelegatedAdministrators: z.array(z.object({ Id: text.regex(ACCOUNT_ID), Arn: text.nullish() })),
});

const features = z.object({ OrganizationId: text.nullish(), EnabledFeatures: z.array(text).nullish() });

export type OrganizationDocument =
  | { readonly kind: "org_roots"; readonly value: z.output<typeof roots>["Roots"] }
  | { readonly kind: "org_units"; readonly value: z.output<typeof unit>[] }
  | { readonly kind: "org_parents"; readonly value: z.output<typeof accountParents>["AccountParents"] }
  | { readonly kind: "org_policies"; readonly value: OrganizationPolicy[] }
  | { readonly kind: "org_targets"; readonly value: z.output<typeof targets>["PolicyTargets"] }
  | { readonly kind: "org_delegated"; readonly value: z.output<typeof delegated>["DelegatedAdministrators"] }
  | { readonly kind: "org_features"; readonly value: z.output<typeof features> };

const DOCUMENT_OF_UNITS = z.object({ OrganizationalUnits: z.array(unit) });
const DOCUMENT_OF_POLICIES = z.object({ OrganizationPolicies: z.array(policy) });

type Reader = readonly [string, (value: unknown) => OrganizationDocument | undefined];

/** How each document is read, by a member that no other kind has. */
export const ORGANIZATION_READERS: readonly Reader[] = [
  ["Roots", (value) => ({ kind: "org_roots", value: roots.parse(value).Roots })],
  [
    "OrganizationalUnits",
    (value) => ({ kind: "org_units", value: DOCUMENT_OF_UNITS.parse(value).OrganizationalUnits }),
  ],
  [
    "OrganizationalUnit",
    (value) => ({
      kind: "org_units",
      value: [z.object({ OrganizationalUnit: unit }).parse(value).OrganizationalUnit],
    }),
  ],
  ["AccountParents", (value) => ({ kind: "org_parents", value: accountParents.parse(value).AccountParents })],
  [
    "OrganizationPolicies",
    (value) => ({ kind: "org_policies", value: DOCUMENT_OF_POLICIES.parse(value).OrganizationPolicies }),
  ],
  ["Policies", listedPolicies],
  ["Policy", describedPolicy],
  ["PolicyTargets", (value) => ({ kind: "org_targets", value: targets.parse(value).PolicyTargets })],
  [
    "DelegatedAdministrators",
    (value) => ({ kind: "org_delegated", value: delegated.parse(value).DelegatedAdministrators }),
  ],
  ["EnabledFeatures", (value) => ({ kind: "org_features", value: features.parse(value) })],
];

/** `aws organizations list-policies`; that of `aws iam` has the same member, but its policies have no Type. */
function listedPolicies(value: unknown): OrganizationDocument | undefined {
  const found = z.object({ Policies: z.array(policySummary) }).safeParse(value);
  if (!found.success) return undefined;
  return { kind: "org_policies", value: found.data.Policies.map((PolicySummary) => ({ PolicySummary })) };
}

/** `aws organizations describe-policy`; `aws iam get-policy` has the same member with other things in it. */
function describedPolicy(value: unknown): OrganizationDocument | undefined {
  const found = z.object({ Policy: policy }).safeParse(value);
  return found.success ? { kind: "org_policies", value: [found.data.Policy] } : undefined;
}
