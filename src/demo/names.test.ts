import { expect, test } from "vitest";
import type { UserKind } from "./dated-user.js";
import { AccountNames, userPath } from "./names.js";
import { Prng } from "./prng.js";

const KINDS: readonly UserKind[] = ["person", "service", "batch"];

test("names of one account differ, also without regard to case, and IAM allows them", () => {
  for (let account = 0; account < 20; account += 1) {
    const names = new AccountNames(new Prng(`account ${account}`));
    const all = Array.from({ length: 600 }, (_, index) => names.next(KINDS[index % 3] ?? "person"));
    expect(new Set(all.map((name) => name.toLowerCase())).size).toBe(600);
    for (const name of all) expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
  }
});

test("users of a burst are numbered", () => {
  const names = new AccountNames(new Prng("burst"));
  const all = Array.from({ length: 12 }, () => names.next("batch"));
  expect(all[0]).toMatch(/^[a-z]+-01$/);
  expect(all[11]).toMatch(/^[a-z]+-12$/);
});

test("people are numbered before the @ of their address", () => {
  const addresses: string[] = [];
  for (let account = 0; account < 60; account += 1) {
    const names = new AccountNames(new Prng(`people ${account}`));
    for (let user = 0; user < 300; user += 1) addresses.push(names.next("person"));
  }
  const numbered = addresses.filter((name) => name.endsWith("@example.com") && /\d/.test(name));
  expect(numbered.length).toBeGreaterThan(0);
  for (const name of numbered) expect(name).toMatch(/^[^@]+\d\d@example\.com$/);
});

test("paths begin and end with a slash", () => {
  const prng = new Prng("paths");
  const paths = new Set(KINDS.flatMap((kind) => Array.from({ length: 400 }, () => userPath(prng, kind))));
  expect([...paths].sort()).toEqual([
    "/",
    "/service/",
    "/team-data/",
    "/team-ops/",
    "/team-web/",
    "/team-x/",
  ]);
});
