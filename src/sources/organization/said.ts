import { parseArn } from "../../model/arn.js";
import { ORGANIZATION_ID } from "../../model/organization-collection.js";
import type { At } from "../document.js";
import { type Evidence, keptBy } from "../evidence.js";

/** A statement of a document, and the organization it is about where the document or its folder says that. */
export interface Said<Value> {
  readonly orgId: string | undefined;
  readonly file: string;
  readonly value: Value;
}

/** The root of an organization, or a unit. */
export interface NodeFacts {
  readonly id: string;
  readonly name: string | undefined;
  readonly parentId: string | undefined;
  /** Roots only: the policy types that are switched on. */
  readonly policyTypes?: readonly string[];
}

export interface PolicyFacts {
  readonly id: string;
  readonly name: string | null;
  readonly type: string;
  readonly awsManaged: boolean | null;
  readonly document: string | null;
}

export interface TargetFacts {
  readonly policyId: string;
  readonly targetId: string;
}

/** What documents say, by what it is about. */
interface Facts {
  readonly nodes: NodeFacts;
  readonly places: { readonly accountId: string; readonly parentId: string };
  readonly policies: PolicyFacts;
  readonly targets: TargetFacts;
  readonly delegated: readonly string[];
  readonly features: readonly string[];
  /** What could not be read of accounts and tree, and of policies. */
  readonly faults: string;
  readonly policyFaults: string;
}

/** All that documents said of organizations, in the order they were read; `OrganizationTrees` makes sense of it. */
export type Statements = { readonly [List in keyof Facts]: Said<Facts[List]>[] };

const kept = keptBy((): { readonly statements: Statements; readonly ids: Set<string> } => ({
  statements: {
    nodes: [],
    places: [],
    policies: [],
    targets: [],
    delegated: [],
    features: [],
    faults: [],
    policyFaults: [],
  },
  ids: new Set(),
}));

export const statements = (evidence: Evidence): Statements => kept(evidence).statements;

/** Ids of the organizations that documents or folders name. */
export const organizationIds = (evidence: Evidence): Set<string> => kept(evidence).ids;

/** Notes a statement: of the organization that the id or ARN names, else that of the folder. */
export function say<List extends keyof Facts>(
  { evidence, file, organization }: At,
  list: List,
  value: Facts[List],
  named: { readonly arn?: string | null; readonly orgId?: string | null } = {},
): void {
  const orgId = named.orgId ?? organizationOfArn(named.arn ?? "") ?? organization;
  if (orgId !== undefined) organizationIds(evidence).add(orgId);
  statements(evidence)[list].push({ orgId, file, value });
}

/** `arn:aws:organizations::<management account>:ou/<organization>/<id>`, and alike for what else there is. */
function organizationOfArn(arn: string): string | undefined {
  return parseArn(arn)
    ?.resource.split("/")
    .find((part) => ORGANIZATION_ID.test(part));
}

/** The last root or unit of `o-.../r-.../ou-.../` that is not the thing itself. */
export function parentOfPath(path: string | null, own: string): string | undefined {
  return path?.split("/").findLast((part) => /^(r|ou)-/.test(part) && part !== own);
}
