import type { Chance } from "./chance.js";

/** Credential reports of random users of whom much is not known, in the form AWS gives them. */

export const AS_OF = "2021-01-24T00:00:00Z";
const DAY = 86_400;

type Row = Readonly<Record<string, string>>;

export interface RandomUser {
  readonly name: string;
  readonly path: string;
  readonly row: Row;
}

const COLUMNS = [
  ..."user arn user_creation_time password_enabled password_last_used password_last_changed".split(" "),
  ..."password_next_rotation mfa_active".split(" "),
  ...[1, 2].flatMap((slot) =>
    ["active", "last_rotated", "last_used_date", "last_used_region", "last_used_service"].map(
      (name) => `access_key_${slot}_${name}`,
    ),
  ),
  ...[1, 2].flatMap((slot) => [`cert_${slot}_active`, `cert_${slot}_last_rotated`]),
];

/** Columns that a report lacks: whatever rests on them is not known of any of its users. */
export const LACKING: readonly (readonly string[])[] = [
  [],
  [],
  ["access_key_2_active"],
  ["password_last_used"],
  ["access_key_1_last_rotated", "access_key_2_last_rotated"],
  ["access_key_1_last_used_date", "cert_1_active"],
  ["mfa_active"],
  ["user_creation_time", "password_enabled"],
];

/** A second at, or beside, a limit of the shipped controls. */
export function time(chance: Chance): string {
  const days = chance.pick([0, 7, 30, 45, 90, 365, 366, 1825, 3000]);
  const shift = days === 0 ? -chance.below(9) : chance.pick([-11, -10, -1, 0, 1, 10, 11]);
  return new Date(Date.parse(AS_OF) + (shift - days * DAY) * 1000).toISOString().replace(".000Z", "Z");
}

const maybeTime = (chance: Chance) =>
  chance.percent(25) ? chance.pick(["N/A", "no_information"]) : time(chance);
/** N/A in a column of true and false: not known. */
const flag = (chance: Chance) => chance.pick(["true", "true", "true", "false", "false", "N/A"]);

function credentials(chance: Chance, created: string): Row {
  const atSetup = new Date(Date.parse(created) + chance.pick([0, 5, 10, 11]) * 1000).toISOString();
  const key = (slot: number): Row => ({
    [`access_key_${slot}_active`]: flag(chance),
    [`access_key_${slot}_last_rotated`]:
      chance.percent(20) && created < AS_OF ? atSetup.replace(".000Z", "Z") : maybeTime(chance),
    [`access_key_${slot}_last_used_date`]: maybeTime(chance),
    [`cert_${slot}_active`]: chance.percent(90) ? "false" : flag(chance),
    [`cert_${slot}_last_rotated`]: maybeTime(chance),
  });
  return {
    password_enabled: flag(chance),
    password_last_used: maybeTime(chance),
    password_last_changed: maybeTime(chance),
    mfa_active: flag(chance),
    ...key(1),
    ...key(2),
  };
}

/** What spoils a whole row: it names the user, and nothing else can be believed. */
const SPOILT: readonly [Row, ...Row[]] = [
  { access_key_1_active: "perhaps" },
  { password_last_changed: "2020-02-30T00:00:00Z" },
  { user_creation_time: "" },
  { access_key_2_last_rotated: "2999-01-01T00:00:00Z" },
];

export function randomUsers(chance: Chance, account: string, count: number): RandomUser[] {
  return Array.from({ length: count }, (_, number) => {
    const name = `user-${number}`;
    const path = chance.percent(30) ? "/team/" : "/";
    const created = chance.percent(10) ? "N/A" : time(chance);
    const row = {
      user: name,
      arn: `arn:aws:iam::${account}:user${path}${name}`,
      user_creation_time: created,
      ...credentials(chance, created === "N/A" ? AS_OF : created),
      ...(chance.percent(6) ? chance.pick(SPOILT) : {}),
    };
    return { name, path, row };
  });
}

export function randomRoot(chance: Chance, account: string): Row {
  return {
    ...credentials(chance, AS_OF),
    user: "<root_account>",
    arn: `arn:aws:iam::${account}:root`,
    user_creation_time: "2012-01-01T00:00:00Z",
    password_next_rotation: "not_supported",
  };
}

export function csv(rows: readonly Row[], lacking: readonly string[]): string {
  const columns = COLUMNS.filter((name) => !lacking.includes(name));
  return [columns, ...rows.map((row) => columns.map((name) => row[name] ?? "N/A"))]
    .map((line) => line.join(","))
    .join("\n");
}
