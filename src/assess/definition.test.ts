import { expect, test } from "vitest";
import type { Control } from "./control.js";
import { definitionOf } from "./definition.js";
import { loadControls } from "./load.js";
import { parseSelect } from "./select.js";

const controls = await loadControls();
const rotation = controls.find(({ declaration }) => declaration.id === "user-key-rotation") as Control;
const withSql = (sql: string): Control => ({ ...rotation, select: parseSelect(sql, "test") });
const { sql } = rotation.source;

test("every shipped control has a definition of its own", () => {
  const hashes = controls.map(definitionOf);
  expect(new Set(hashes).size).toBe(controls.length);
  for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{12}$/);
});

test("words for people, comments and white space are no part of it", () => {
  const { declaration } = rotation;
  const same: Control[] = [
    {
      ...rotation,
      declaration: { ...declaration, title: "Old keys", rationale: "Because.", severity: "low" },
    },
    { ...rotation, declaration: { ...declaration, tiers: { ...tiers(), names: { 90: "old" } } } },
    withSql(sql.replaceAll("--", "-- once more:").replaceAll("\n", "\n   ")),
  ];
  expect(same.map(definitionOf)).toEqual(same.map(() => definitionOf(rotation)));
});

test("query, tiers, labels and subject are", () => {
  const { declaration } = rotation;
  const others: Control[] = [
    withSql(sql.replace("< :as_of", "<= :as_of")),
    withSql(
      sql.replace(
        "FROM credentials c",
        "FROM credentials c LEFT JOIN accounts a ON a.account_id = c.account_id",
      ),
    ),
    { ...rotation, declaration: { ...declaration, tiers: { ...tiers(), operator: ">=" } } },
    { ...rotation, declaration: { ...declaration, tiers: { ...tiers(), population: "existed" } } },
    { ...rotation, declaration: { ...declaration, tiers: { ...tiers(), older_than_days: [90, 365] } } },
    { ...rotation, declaration: { ...declaration, tiers: { ...tiers(), limit: undefined } } },
    { ...rotation, declaration: { ...declaration, tiers: undefined } },
    { ...rotation, declaration: { ...declaration, labels: { fresh: "fresh" } } },
    { ...rotation, declaration: { ...declaration, credentials: ["password", "access_key"] } },
  ];
  const hashes = new Set([...others, rotation].map(definitionOf));
  expect(hashes.size).toBe(others.length + 1);
});

function tiers() {
  const own = rotation.declaration.tiers;
  if (own === undefined) throw new Error("user-key-rotation has tiers");
  return own;
}
