import { parseArn } from "../../model/arn.js";
import { ORGANIZATION_ID } from "../../model/organization-collection.js";
import type { At } from "../document.js";
import { keptBy } from "../evidence.js";

/** A statement of a document, and the organization it is about where the document or its folder says that. */
export interface Said<Value> {
  readonly orgId: string | undefined;
  readonly file: string;
  readonly value: Value;
}

/** The root of an organization, or a unit. */
export interface NodeFacts {
  readonly id: string;
  readonly name: string | null;
  readonly parentId: string | undefined;
  /** Roots only: the policy types that are switched on. */
  readonly policyTypes: readonly string[] | undefined;
}

export interface PolicyFacts {
  readonly id: string;
  readonly name: string | null;
  readonly type: string;
  readonly awsManaged: boolean | null;
  readonly document: string | null;
}

/** All that documents said of organizations, in the order they were read; `OrganizationTrees` makes sense of it. */
export class Statements {
  readonly nodes: Said<NodeFacts>[] = [];
  readonly places: Said<{ readonly accountId: string; readonly parentId: string }>[] = [];
  readonly policies: Said<PolicyFacts>[] = [];
  readonly targets: Said<{ readonly policyId: string; readonly targetId: string }>[] = [];
  readonly delegated: Said<readonly string[]>[] = [];
  readonly features: Said<readonly string[]>[] = [];
  /** What could not be read of accounts and tree, and of policies. */
  readonly faults: Said<string>[] = [];
  readonly policyFaults: Said<string>[] = [];
  /** What each policy is attached to is not known where one target of somewhere was lost. */
  readonly lostTargets: Said<string>[] = [];
  /** Organizations that are known by their id. */
  readonly ids = new Set<string>();
}

export const statements = keptBy(() => new Statements());

/** Notes a statement: of the organization that the id or ARN names, else that of the folder. */
export function say<Value>(
  { evidence, file, organization }: At,
  list: (statements: Statements) => Said<Value>[],
  value: Value,
  named: { readonly arn?: string | null; readonly orgId?: string | null } = {},
): void {
  const said = statements(evidence);
  const orgId = named.orgId ?? organizationOfArn(named.arn ?? "") ?? organization;
  if (orgId !== undefined) said.ids.add(orgId);
  list(said).push({ orgId, file, value });
}

/** `arn:aws:organizations::<management account>:ou/<organization>/<id>`, and alike for what else there is. */
function organizationOfArn(arn: string): string | undefined {
  return organizationIn(parseArn(arn)?.resource);
}

/** The organization in a path such as `o-.../r-.../ou-.../`. */
export function organizationIn(path = ""): string | undefined {
  return path.split("/").find((part) => ORGANIZATION_ID.test(part));
}

/** The last root or unit of `o-.../r-.../ou-.../` that is not the thing itself. */
export function parentOfPath(path: string | null | undefined, own: string): string | undefined {
  return path?.split("/").findLast((part) => /^(r|ou)-/.test(part) && part !== own);
}
