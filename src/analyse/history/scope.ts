import type { Control } from "../../assess/control.js";
import type { Dialect } from "../../engine/engine.js";
import { literal } from "../../engine/sql.js";

/** More controls than anybody has. */
const CONTROLS = 4096;

/**
 * SQL of a finding's scope: its account (hashed) and its control in one number, so that grouping millions of rows carries
 * eight bytes and no text.
 */
export function scopeSql(
  dialect: Dialect,
  controls: readonly Control[],
  control: string,
  account: string,
): string {
  const ids = controls.map(({ declaration }) => declaration.id);
  return `(${accountScopeSql(dialect, account)} + array_position(${literal(ids)}, ${control}))`;
}

/** SQL of what all scopes of an account have in common: adding a control's place, from 1, gives that control's scope. */
export function accountScopeSql(dialect: Dialect, account: string): string {
  const hash = dialect.hash64(account);
  return `(${hash} - ${hash} % ${CONTROLS})`;
}

/** SQL of a scope's control: its place, from 1. */
export function controlOfScopeSql(scope: string): string {
  return `${scope} % ${CONTROLS}`;
}
