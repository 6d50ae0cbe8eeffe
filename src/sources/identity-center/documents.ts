import { z } from "zod";
import { identityCenterInstances } from "../../entities/identity-center-instance.js";
import { permissionSets } from "../../entities/permission-set.js";
import { ACCOUNT_ID } from "../../model/arn.js";
import { parsePolicy } from "../../policy/parse-policy.js";
import { grantsOf } from "../../policy/policy-grants.js";
import { type AtAccount, filled, many, type Part } from "../document.js";
import { brings } from "../together.js";
import { arn, maybe, text, when } from "../values.js";
import { FILLED, OF_SETS, SETS } from "./kinds.js";
import { sessionSeconds } from "./session-seconds.js";
import { readerOf, told } from "./whose-gap.js";

const instance = z.object({
  InstanceArn: arn,
  OwnerAccountId: maybe(text.regex(ACCOUNT_ID, "must be the 12 digits of an account ID")),
  Name: maybe(text),
  IdentityStoreId: maybe(text),
  Status: maybe(text),
  CreatedDate: maybe(when),
});

const reference = z.object({ Name: text, Path: maybe(text) });
type Reference = z.output<typeof reference>;

const permissionSet = z.object({
  PermissionSetArn: arn,
  InstanceArn: maybe(arn),
  PermissionSet: maybe(
    z.object({ Name: text, CreatedDate: maybe(when), SessionDuration: maybe(sessionSeconds) }),
  ),
  AttachedManagedPolicies: maybe(z.array(z.object({ Arn: arn }))),
  CustomerManagedPolicyReferences: maybe(z.array(reference)),
  InlinePolicy: maybe(text),
  // Left out: nobody asked. null: there is none.
  PermissionsBoundary: z
    .object({ ManagedPolicyArn: maybe(arn), CustomerManagedPolicyReference: maybe(reference) })
    .nullish(),
  AccountIds: maybe(z.array(text)),
});
type PermissionSet = z.output<typeof permissionSet>;

const ADMINISTRATOR = /^arn:[^:]+:iam::aws:policy\/AdministratorAccess$/;

/**
 * Does it give everything? What customer managed policies allow each account says for itself, so with one of them it is
 * known only where another policy gives everything already.
 */
function isAdministrator(found: PermissionSet): boolean | null {
  const { AttachedManagedPolicies: managed, CustomerManagedPolicyReferences: customer } = found;
  if (managed?.some(({ Arn }) => ADMINISTRATOR.test(Arn))) return true;
  const inline = inlineGivesAll(found.InlinePolicy);
  if (inline === true) return true;
  return managed === null || customer === null || customer.length > 0 || inline === null ? null : false;
}

/** AWS gives an empty text where there is no inline policy. */
function inlineGivesAll(policy: string | null): boolean | null {
  if (policy === null) return null;
  if (policy === "") return false;
  const parsed = parsePolicy(policy, "identity");
  return parsed.ok ? grantsOf(parsed.document.statements).fullAdmin : null;
}

function boundaryOf({ PermissionsBoundary: boundary }: PermissionSet): string | null {
  if (!boundary) return null;
  const { ManagedPolicyArn: managed, CustomerManagedPolicyReference: own } = boundary;
  return managed ?? (own && named(own));
}

/** `/path/name`, as IAM has them. */
function named({ Path, Name }: Reference): string {
  return `${Path ?? "/"}${Name}`;
}

const instances = many(
  "Instances",
  instance,
  (found, { rows, account, evidence, region = "" }: AtAccount) => {
    told(evidence).instances.push({ account, region, arn: found.InstanceArn, owner: found.OwnerAccountId });
    rows.add(identityCenterInstances, {
      account_id: account,
      region,
      arn: found.InstanceArn,
      owner_account_id: found.OwnerAccountId,
      name: found.Name,
      identity_store_id: found.IdentityStoreId,
      status: found.Status,
      created_at: found.CreatedDate,
    });
  },
);

const sets = many("PermissionSets", permissionSet, addSet, (_, { evidence, account, region }, lost) =>
  evidence.faulty(account, SETS, `cannot be read: ${lost}`, region),
);

function addSet(found: PermissionSet, { rows, account, evidence, region = "" }: AtAccount): void {
  if (found.InstanceArn !== null) told(evidence).readers.add(readerOf(found.InstanceArn, account));
  const { PermissionSet: described, PermissionsBoundary: boundary } = found;
  rows.add(permissionSets, {
    account_id: account,
    region,
    arn: found.PermissionSetArn,
    name: described?.Name ?? null,
    instance_arn: found.InstanceArn,
    created_at: described?.CreatedDate ?? null,
    session_seconds: described?.SessionDuration ?? null,
    managed_policies: found.AttachedManagedPolicies?.map(({ Arn }) => Arn) ?? null,
    customer_policies: found.CustomerManagedPolicyReferences?.map(named) ?? null,
    inline_policy: found.InlinePolicy || null,
    boundary: boundaryOf(found),
    bounded: boundary === undefined ? null : boundary !== null,
    administrator: isAdministrator(found),
    accounts: found.AccountIds?.length ?? null,
  });
}

const fillings = filled("PermissionSets", FILLED);
const fills: Part<AtAccount> = {
  member: "PermissionSets",
  read(value, at) {
    if (Object.hasOwn(value, "PermissionSets")) return fillings.read(value, at);
    // Where there is no instance, there are no permission sets, whoever asked for them.
    const none: unknown = Reflect.get(value, "Instances");
    if (Array.isArray(none) && none.length === 0) {
      for (const kind of OF_SETS) at.evidence.found(at.account, kind, at.region);
    }
    return [];
  },
};

/** Instances and permission sets of a Region, in one document. */
export const PARTS = [instances, sets, brings("PermissionSets", SETS), fills];
