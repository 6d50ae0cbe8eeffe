import { parseArn } from "../../model/arn.js";
import { ORGANIZATION_ID } from "../../model/organization-collection.js";
import type { OrganizationDocument, OrganizationPolicy } from "./organization-documents.js";
import type { SourceFile } from "./sources.js";

/** A statement of a document, and the organization it is about where the document or its folder says that. */
export interface Said<Value> {
  readonly orgId: string | undefined;
  readonly file: string;
  readonly value: Value;
}

export interface NodeFacts {
  readonly id: string;
  readonly name: string | undefined;
  readonly parentId: string | undefined;
  /** Roots only: the policy types that are switched on. */
  readonly policyTypes?: readonly string[];
}

export interface TargetFacts {
  readonly policyId: string;
  readonly targetId: string;
}

/** All that documents said of organizations, in the order they were read; `OrganizationTrees` makes sense of it. */
export class OrganizationEvidence {
  readonly nodes: Said<NodeFacts>[] = [];
  readonly places: Said<{ accountId: string; parentId: string }>[] = [];
  readonly policies: Said<OrganizationPolicy>[] = [];
  readonly targets: Said<TargetFacts>[] = [];
  readonly delegated: Said<readonly string[]>[] = [];
  readonly features: Said<readonly string[]>[] = [];
  /** Organizations that are known by their id. */
  readonly ids = new Set<string>();

  /** `folder` is the organization of the folder, for what names none itself. */
  add(document: OrganizationDocument, file: SourceFile, folder: string | undefined): void {
    const say = <Value>(list: Said<Value>[], value: Value, arn?: string | null, id?: string | null) => {
      const orgId = id ?? organizationOfArn(arn) ?? folder;
      if (orgId !== undefined) this.ids.add(orgId);
      list.push({ orgId, file: file.name, value });
    };
    switch (document.kind) {
      case "org_roots":
        for (const { Id, Arn, Name, PolicyTypes } of document.value) {
          const on = PolicyTypes?.filter(({ Status }) => Status !== "DISABLED").map(({ Type }) => Type);
          const root = { id: Id, name: Name ?? undefined, parentId: undefined };
          say(this.nodes, on === undefined ? root : { ...root, policyTypes: on }, Arn);
        }
        break;
      case "org_units":
        for (const { Id, Arn, Name, ParentId, Path } of document.value) {
          const parentId = ParentId ?? parentOfPath(Path, Id);
          say(this.nodes, { id: Id, name: Name ?? undefined, parentId }, Arn);
        }
        break;
      case "org_parents":
        for (const { AccountId, ParentId } of document.value) {
          say(this.places, { accountId: AccountId, parentId: ParentId });
        }
        break;
      case "org_policies":
        for (const policy of document.value) say(this.policies, policy, policy.PolicySummary.Arn);
        break;
      case "org_targets":
        for (const { PolicyId, TargetId } of document.value) {
          say(this.targets, { policyId: PolicyId, targetId: TargetId });
        }
        break;
      case "org_delegated": {
        const ids = document.value.map(({ Id }) => Id);
        say(this.delegated, ids, document.value[0]?.Arn);
        break;
      }
      case "org_features":
        say(this.features, document.value.EnabledFeatures ?? [], null, document.value.OrganizationId);
        break;
    }
  }

  /** ListAccounts told the path of an account. */
  accountPath(accountId: string, path: string, file: string): void {
    const parentId = parentOfPath(path, accountId);
    const orgId = path.split("/").find((part) => ORGANIZATION_ID.test(part));
    if (parentId !== undefined) this.places.push({ orgId, file, value: { accountId, parentId } });
  }
}

/** `arn:aws:organizations::<management account>:ou/<organization>/<id>`, and alike for what else there is. */
function organizationOfArn(arn: string | null | undefined): string | undefined {
  const parts = parseArn(arn ?? "")?.resource.split("/") ?? [];
  return parts.find((part) => ORGANIZATION_ID.test(part));
}

/** The last root or unit of `o-.../r-.../ou-.../` that is not the thing itself. */
function parentOfPath(path: string | null | undefined, own: string): string | undefined {
  return path?.split("/").findLast((part) => /^(r|ou)-/.test(part) && part !== own);
}
