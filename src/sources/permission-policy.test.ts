import { expect, test } from "vitest";
import { permissionPolicy, scopePolicy } from "./permission-policy.js";

test("a statement a group, with only the wanted actions; nothing wanted, no statement", () => {
  const wanted = new Set(["iam:GetAccountSummary", "iam:ListAccountAliases", "iam:ListAccessKeys"]);
  expect(permissionPolicy(({ action }) => wanted.has(action))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ReadAccount",
        Effect: "Allow",
        Action: ["iam:GetAccountSummary", "iam:ListAccountAliases"],
        Resource: "*",
      },
      { Sid: "ReadFailingUsersAgain", Effect: "Allow", Action: ["iam:ListAccessKeys"], Resource: "*" },
    ],
  });
  expect(permissionPolicy(() => false).Statement).toEqual([]);
});

test("roles are assumed in the organization of the caller only, wherever a role has that name", () => {
  const { Statement } = scopePolicy("organization");
  expect(Statement.filter(({ Action }) => Action.includes("sts:AssumeRole"))).toMatchObject([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    { Condition: { StringEquals: { "aws:ResourceOrgID": "${aws:PrincipalOrgID}" } } },
  ]);
});

test("roles are assumed by name and root only for its audit, in any partition", () => {
  const { Statement } = scopePolicy("organization", { partition: "aws-us-gov", role: "ops/reader" });
  expect(Statement.find(({ Sid }) => Sid === "AssumeAuditRole")?.Resource).toBe(
    "arn:aws-us-gov:iam::*:role/ops/reader",
  );
  expect(Statement.find(({ Sid }) => Sid === "AuditRootUsers")).toMatchObject({
    Resource: "arn:aws-us-gov:iam::*:root",
    Condition: {
      StringEquals: {
        "sts:TaskPolicyArn": "arn:aws-us-gov:iam::aws:policy/root-task/IAMAuditRootUserCredentials",
      },
    },
  });
});

test("the policy of an account assumes nothing", () => {
  const actions = scopePolicy("account").Statement.flatMap(({ Action }) => Action);
  expect(actions.filter((action) => action.startsWith("sts:"))).toEqual([]);
});
