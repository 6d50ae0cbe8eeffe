import { expect, test } from "vitest";
import { accountAccess, accountOfRole, roleArn } from "./access.js";
import { accessSchema } from "./plan.js";

const ID = "111122223333";

test.each([
  ["audit", "aws", `arn:aws:iam::${ID}:role/audit`],
  ["ops/audit", "aws-cn", `arn:aws-cn:iam::${ID}:role/ops/audit`],
  ["/ops/audit", "aws", `arn:aws:iam::${ID}:role/ops/audit`],
  ["audit-{account_id}", "aws", `arn:aws:iam::${ID}:role/audit-${ID}`],
  ["arn:{partition}:iam::{account_id}:role/a", "aws-us-gov", `arn:aws-us-gov:iam::${ID}:role/a`],
  [`arn:aws:iam::${ID}:role/a`, "aws", `arn:aws:iam::${ID}:role/a`],
])("the role %s in %s is %s", (template, partition, arn) => {
  expect(roleArn(template, ID, partition)).toBe(arn);
});

test("without a word the role of our own templates is assumed, under our own name", () => {
  expect(accountAccess(ID, "aws", {}, [])).toEqual({
    profile: undefined,
    region: undefined,
    roleArn: `arn:aws:iam::${ID}:role/iamspect-audit`,
    externalId: undefined,
    sessionName: "iamspect",
  });
});

test("the last override wins, each setting by itself", () => {
  const general = { role: "general", external_id: "id-1", session_name: "me" };
  const overrides = [{ role: "first" }, { role: "second" }, { external_id: "id-2" }];
  expect(accountAccess(ID, "aws", general, overrides)).toMatchObject({
    roleArn: `arn:aws:iam::${ID}:role/second`,
    externalId: "id-2",
    sessionName: "me",
  });
});

test("a profile of the account's own needs no role, unless one is named with it", () => {
  expect(accountAccess(ID, "aws", { role: "general" }, [{ profile: "p" }])).toMatchObject({
    profile: "p",
    roleArn: undefined,
  });
  expect(accountAccess(ID, "aws", {}, [{ profile: "p", role: "r" }]).roleArn).toMatch(/role\/r$/);
});

test("a role of another account is refused: what it tells would be taken for this one's", () => {
  const template = "arn:aws:iam::999999999999:role/audit";
  expect(() => accountAccess(ID, "aws", { role: template }, [])).toThrow(
    /does not belong to account 111122223333/,
  );
});

test("the account of a role is known where its ARN names one", () => {
  expect(accountOfRole(`arn:aws:iam::${ID}:role/a`)).toBe(ID);
  expect(accountOfRole("arn:{partition}:iam::{account_id}:role/a")).toBeUndefined();
  expect(accountOfRole("a")).toBeUndefined();
});

test.each([
  { role: "a role" },
  { role: "arn:aws:iam::12:role/x" },
  { role: "arn:aws:iam::{account_id}:user/x" },
  { external_id: "x" },
  { external_id: "with space" },
  { session_name: "a/b" },
  { profile: "" },
  { password: "x" },
])("%o is no access", (access) => {
  expect(accessSchema.safeParse(access).success).toBe(false);
});
