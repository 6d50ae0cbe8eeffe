import { afterEach, expect, test } from "vitest";
import { stringLiteral } from "../../engine/sql.js";
import { findCauses } from "./find-causes.js";
import { AS_OF, accountId, Cohort, ordinaryUsers } from "./test-cohort.js";

let open: Cohort[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function cohort(...args: Parameters<typeof Cohort.open>): Promise<Cohort> {
  const one = await Cohort.open(...args);
  open.push(one);
  return one;
}

/** Users that a script made in one account: so many, a second apart. */
function burst(count: number, account: number, start: number, name = "batch") {
  return Array.from({ length: count }, (_, index) => ({
    account_id: accountId(account),
    arn: `arn:aws:iam::${accountId(account)}:user/${name}-${start}-${index}`,
    user_name: `${name}-${start}-${index}`,
    path: "/",
    created_at: start + index,
    groups: [],
    tags: "{}",
  }));
}

test("a planted burst of a provisioning script is found, once, with its names beside it", async () => {
  const made = [3, 5, 8, 11].flatMap((account) => burst(15, account, AS_OF - 9_000_000 - account * 1000));
  const one = await cohort([...ordinaryUsers(600, 40), ...made]);
  // The script's users fail, and one in twenty of the others.
  await one.fail("user_name LIKE 'batch-%' OR hash(arn) % 20 = 0");
  const [cause, ...others] = await one.causes();
  expect(others).toEqual([]);
  expect(cause).toMatchObject({
    kind: "in_burst",
    values: ["yes"],
    carriers: 60,
    fail: 60,
    bursts: 4,
    accounts: 4,
  });
  expect(cause?.lift).toBeGreaterThan(10);
  expect(cause?.p_adjusted).toBeLessThan(1e-20);
  expect(cause?.alike.map(({ kind }) => kind)).toContain("name_prefix");
  expect(cause?.top_accounts).toHaveLength(4);
});

test("who was not made in one minute is in no burst", async () => {
  const slow = Array.from({ length: 60 }, (_, index) =>
    burst(1, index % 4, AS_OF - 9_000_000 - index * 61),
  ).flat();
  const one = await cohort([...ordinaryUsers(600, 40), ...slow]);
  await one.fail("user_name LIKE 'batch-%' OR hash(arn) % 20 = 0");
  const causes = await one.causes();
  expect(causes.map(({ kind }) => kind)).toEqual(["name_shape"]);
});

test("a tag that goes with failing in many accounts is found, not the accounts", async () => {
  const one = await cohort(ordinaryUsers(900, 30));
  await one.fail(`tags LIKE '%"team-3"%' OR hash(arn) % 15 = 0`);
  const [cause, ...others] = await one.causes();
  expect(others).toEqual([]);
  expect(cause).toMatchObject({ kind: "tag", values: ["team=team-3"], accounts: 30, bursts: null });
  expect(cause?.fail).toBe(cause?.carriers);
  expect(cause?.rest).toBe(900 - (cause?.carriers ?? 0));
  expect(cause?.percent_of_failing).toBeCloseTo(
    (100 * (cause?.fail ?? 0)) / ((cause?.fail ?? 0) + (cause?.rest_fail ?? 0)),
    1,
  );
});

test("an account that is wholly one path is told as the account, with the path beside it", async () => {
  const users = ordinaryUsers(600, 20).map((user) =>
    user.account_id === accountId(7) ? { ...user, path: "/legacy/" } : user,
  );
  const one = await cohort(users);
  await one.fail(`account_id = '${accountId(7)}' OR hash(arn) % 25 = 0`);
  const [cause, ...others] = await one.causes();
  expect(others).toEqual([]);
  expect(cause).toMatchObject({ kind: "account", values: [accountId(7)], accounts: 1 });
  expect(cause?.alike).toEqual([{ kind: "iam_path", values: ["/legacy/"], jaccard: 1 }]);
});

test("a path in one account that fails there, while the rest of the account does not, is told as the path", async () => {
  const users = ordinaryUsers(1000, 10).map((user, index) =>
    user.account_id === accountId(7) && index % 20 === 7 ? { ...user, path: "/legacy/" } : user,
  );
  const one = await cohort(users);
  await one.fail("path = '/legacy/' OR hash(arn) % 25 = 0");
  const [cause, ...others] = await one.causes();
  expect(others).toEqual([]);
  expect(cause).toMatchObject({
    kind: "iam_path",
    values: ["/legacy/"],
    accounts: 1,
    carriers: 50,
    fail: 50,
  });
});

test("an OU is told when its accounts fail one by one, not when a single large one does", async () => {
  const users = ordinaryUsers(1200, 60);
  const accounts = Array.from({ length: 60 }, (_, index) => ({
    account_id: accountId(index),
    ou_path: index % 2 === 0 ? "/Workloads/Prod" : "/Sandbox",
  }));
  const one = await cohort(users, accounts);
  await one.fail(`CAST(account_id AS BIGINT) % 2 = 0 AND hash(arn) % 2 = 0 OR hash(arn) % 30 = 0`);
  expect((await one.causes()).map(({ kind, values }) => [kind, values])).toEqual([
    ["organizational_unit", ["/Workloads"]],
  ]);
  // Now one account fails, and its OU only with it.
  await one.fail(`account_id = '${accountId(4)}' OR hash(arn) % 30 = 0`);
  expect((await one.causes()).map(({ kind, values }) => [kind, values])).toEqual([
    ["account", [accountId(4)]],
  ]);
});

test("what decides the verdict by construction is not told", async () => {
  const one = await cohort(ordinaryUsers(600, 20));
  await one.insert(
    "policy_attachments",
    ordinaryUsers(600, 20)
      .filter((_, index) => index % 6 === 0)
      .map((user) => ({
        account_id: user.account_id ?? "",
        principal_arn: user.arn ?? "",
        kind: "inline",
        policy_name: "p",
        policy_id: "p",
      })),
  );
  await one.fail("CAST(split_part(user_name, '-', 2) AS BIGINT) % 6 = 0");
  expect((await one.causes()).map(({ kind }) => kind)).not.toContain("inline_policy");
});

test("only some accounts, when they are named", async () => {
  const one = await cohort(ordinaryUsers(800, 2));
  await one.fail(
    `account_id = '${accountId(0)}' AND tags LIKE '%"team-1"%' OR account_id = '${accountId(1)}'`,
  );
  const { controls } = await one.search([accountId(0)]);
  expect(controls).toMatchObject([
    { judged: 400, causes: [{ kind: "tag", values: ["team=team-1"], accounts: 1 }] },
  ]);
});

test("whoever is unknown is no carrier that passes; the worst they can hide is told", async () => {
  const one = await cohort(ordinaryUsers(600, 20));
  await one.fail("CASE WHEN hash(arn) % 3 > 0 THEN path = '/service/' AND hash(arn) % 2 = 0 END");
  const { controls } = await one.search();
  expect(controls[0]?.unknown).toBeGreaterThan(150);
  expect((controls[0]?.judged ?? 0) + (controls[0]?.unknown ?? 0)).toBe(600);
  expect(controls[0]?.causes).toMatchObject([{ kind: "iam_path", holds_whatever_is_unknown: false }]);
});

test("nobody fails, everybody fails: nothing to tell", async () => {
  const one = await cohort(ordinaryUsers(100, 5));
  await one.fail("FALSE");
  expect(await one.causes()).toEqual([]);
  await one.fail("TRUE");
  expect(await one.causes()).toEqual([]);
  await one.fail("NULL");
  expect(await one.causes()).toEqual([]);
});

test("the same data, the same causes; the work leaves no table behind", async () => {
  const one = await cohort(ordinaryUsers(600, 20));
  await one.fail(`tags LIKE '%"team-3"%'`);
  expect(await one.search()).toEqual(await one.search());
});

test("names from AWS are text, whatever stands in them", async () => {
  const hostile = ["a'); DROP TABLE iam_users; --", 'b"c', "%_\\", "d\ne", "f\u0000g", "h#i*"];
  const users = ordinaryUsers(900, 30).map((user, index) => ({
    ...user,
    groups: [hostile[index % hostile.length] ?? ""],
    tags: JSON.stringify({ [hostile[index % 7] ?? "k"]: hostile[index % 5] ?? "v" }),
    user_name: `${hostile[index % 6]}-${index}`,
  }));
  const one = await cohort(users);
  for (const [place, name] of hostile.entries()) {
    await one.fail(`list_contains(groups, ${stringLiteral(name)}) OR hash(arn) % 30 = 0`);
    const [cause] = await one.causes();
    const told = [cause, ...(cause?.alike ?? [])].find((trait) => trait?.kind === "group");
    expect([place, told?.values]).toEqual([place, [name]]);
    expect(cause?.fail).toBeGreaterThanOrEqual(150);
  }
});

test("steps are told of, in order", async () => {
  const one = await cohort(ordinaryUsers(100, 5));
  await one.fail("hash(arn) % 2 = 0");
  const steps: string[] = [];
  await findCauses(one.engine, {
    plan: one.plan,
    asOf: AS_OF,
    accounts: [],
    onStep: (step) => steps.push(step),
  });
  expect(steps.map((step) => step.split(" ")[0])).toEqual(["Judging", "Counting", "Comparing"]);
});
