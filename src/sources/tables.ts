import { accounts } from "../entities/account.js";
import { coverage } from "../entities/coverage.js";
import { effectiveMfa } from "../entities/effective-mfa.js";
import { iamUsers } from "../entities/iam-user.js";
import { policyGrants } from "../entities/policy-grants.js";
import { privilege } from "../entities/privilege.js";
import { rootUsers } from "../entities/root-user.js";
import { serviceCredentials } from "../entities/service-credential.js";
import type { Companion, Entity, LakeTable } from "../model/entity.js";
import type { Table } from "../model/table.js";
import { SOURCES } from "./index.js";
import type { Source } from "./source.js";

/** Tables that are joined from the documents of several sources, and those that whoever collects writes. */
const JOINED: readonly LakeTable[] = [accounts, coverage, iamUsers, rootUsers, serviceCredentials];

/** The tables of a snapshot, in the order they are written and listed: those above, and those that sources fill. */
export const SNAPSHOT_TABLES: readonly LakeTable[] = [
  ...JOINED,
  ...SOURCES.flatMap(({ tables = [] }: Source) => tables).filter(isOfLake),
];

/** What controls judge. */
export const ENTITIES: readonly Entity[] = SNAPSHOT_TABLES.filter(isEntity);

/** Tables that the policy engine makes from a snapshot, under a version of their own. */
export const DERIVED_TABLES: readonly Companion[] = [effectiveMfa, privilege, policyGrants];

/** Every table that a control or a query can read of a snapshot. */
export const ALL_TABLES: readonly LakeTable[] = [...SNAPSHOT_TABLES, ...DERIVED_TABLES];

/** The table of this name. Throws a `RangeError` when there is none. */
export function tableNamed(name: string): LakeTable {
  const table = ALL_TABLES.find((one) => one.name === name);
  if (table === undefined) throw new RangeError(`no table ${name}`);
  return table;
}

/** The entity whose findings have this kind. Throws a `RangeError` when there is none. */
export function entityOf(kind: string): Entity {
  const entity = ENTITIES.find((one) => one.kind === kind);
  if (entity === undefined) throw new RangeError(`no kind of subject ${kind}`);
  return entity;
}

/** The tables that have a row for each row of an entity. */
export function companionsOf(entity: Entity): readonly Companion[] {
  return DERIVED_TABLES.filter(({ of }) => of === entity.kind);
}

/** Others live only while a snapshot is made. */
function isOfLake(table: Table): table is LakeTable {
  return "listedBy" in table;
}

function isEntity(table: LakeTable): table is Entity {
  return "kind" in table;
}
