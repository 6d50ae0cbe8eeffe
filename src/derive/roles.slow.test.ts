import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { csv, inAccount, root, user } from "../collect/files/test-report.js";
import { inFolder } from "../collect/files/test-support.js";
import { openPolicyEngine } from "./policy-engine.js";
import { subjectFor } from "./subject-for.js";
import { type Deriving, deriveFiles, type Files } from "./test-deriving.js";

const HOME = "111111111111";
const AWAY = "222222222222";
const STANDALONE = { __type: "AWSOrganizationsNotInUseException", Message: "none" };
const KEY = { access_key_1_active: "true", access_key_1_last_rotated: "2022-01-01T00:00:00Z" };
const MFA = { Bool: { "aws:MultiFactorAuthPresent": "true" } };

const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const allow = (Action: string, Resource = "*") => document({ Effect: "Allow", Action, Resource });
const lets = (AWS: string, Condition: object = {}) =>
  document({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole", Condition });
const roleArn = (name: string, account = HOME) => `arn:aws:iam::${account}:role/${name}`;
const userArn = (name: string, account = HOME) => `arn:aws:iam::${account}:user/${name}`;
const ADMIN = allow("*");
const ASSUME_ALL = allow("sts:AssumeRole");

interface Account {
  readonly users: Readonly<Record<string, readonly object[]>>;
  readonly roles: Readonly<Record<string, readonly [trust: object, ...policies: object[]]>>;
}

const inline = (documents: readonly object[]) =>
  documents.map((PolicyDocument, index) => ({ PolicyName: `p${index}`, PolicyDocument }));

/** A standalone account whose users have a key each. */
function account(id: string, { users, roles }: Account): Files {
  const names = Object.keys(users);
  return {
    [`${id}/report.csv`]: csv(inAccount(id, [root(), ...names.map((name) => user(name, KEY))])),
    [`${id}/describe-organization.json`]: STANDALONE,
    [`${id}/details.json`]: {
      UserDetailList: Object.entries(users).map(([name, documents]) => ({
        UserName: name,
        UserId: `AIDA${id}${name.toUpperCase()}`,
        Arn: userArn(name, id),
        CreateDate: "2020-01-01T00:00:00Z",
        UserPolicyList: inline(documents),
      })),
      RoleDetailList: Object.entries(roles).map(([name, [trust, ...documents]]) => ({
        RoleName: name,
        RoleId: `AROA${id}${name.toUpperCase()}`,
        Arn: roleArn(name, id),
        CreateDate: "2020-01-01T00:00:00Z",
        AssumeRolePolicyDocument: trust,
        RolePolicyList: inline(documents),
      })),
    },
  };
}

/** `name: verdict of the key, by whom, tier of the key`. */
function keys({ mfa, privilege }: Deriving): string[] {
  return mfa.map(({ arn, key_verdict, key_by }, index) =>
    [String(arn).split("/").at(-1), key_verdict, ...[key_by].flat(), privilege[index]?.tier_key].join(" "),
  );
}

const derived = (files: Files, look: (found: Deriving) => void) =>
  inFolder(async (folder) => look(await deriveFiles(folder, files)));

test("a user who may only assume a role that asks for MFA reaches nothing without it", async () => {
  const read = (name: string): Files => {
    const path = `111122223333/${name}.json`;
    return { [path]: readFileSync(new URL(`fixtures/users-and-roles/${path}`, import.meta.url), "utf8") };
  };
  const alone = { "111122223333/describe-organization.json": STANDALONE };
  await derived(
    { ...read("authorization-details"), ...read("credential-report"), ...alone },
    ({ user: of }) => {
      expect(of("dan-chain").mfa).toMatchObject({
        console_verdict: "enforced",
        console_by: ["trust"],
        key_verdict: "enforced",
        key_by: ["trust"],
        key_open_actions: 0,
      });
      expect(of("dan-chain").privilege).toMatchObject({
        tier_no_mfa: "none",
        tier_mfa: "escalation",
        rules_mfa: ["sts-001"],
      });
      // A certificate signs calls of EC2 alone, and gives no session that could carry MFA.
      expect(of("cat-git").privilege).toMatchObject({
        key_services: ["ec2"],
        tier_no_mfa: "conditional-escalation",
        tier_mfa: "conditional-escalation",
      });
      expect(of("ann-userid").privilege.key_services).toBeNull();
      expect(of("ann-userid").mfa).toMatchObject({ console_verdict: "enforced", key_verdict: "enforced" });
      expect(of("bob-arn").mfa.key_verdict).toBe("not_enforced");
      expect(of("fay-bound").mfa.key_verdict).toBe("not_enforced");
      expect(["none", "read", "write"]).toContain(of("eve-self").privilege.tier_mfa);
    },
  );
});

describe("users with the same policies", () => {
  test("in two accounts are told apart where their roles differ", async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    const users = { ann: [allow("sts:AssumeRole", "arn:aws:iam::${aws:PrincipalAccount}:role/*")] };
    const files = {
      ...account(HOME, { users, roles: { Deploy: [lets(HOME, MFA), ADMIN] } }),
      ...account(AWAY, { users: { bob: users.ann }, roles: { Deploy: [lets(AWAY), ADMIN] } }),
    };
    await derived(files, (found) => {
      expect(keys(found)).toEqual(["ann enforced trust none", "bob not_enforced escalation"]);
    });
  });

  test("in one account are told apart where a role trusts one of them by name or id", async () => {
    const users = { ann: [], bob: [], cat: [], dan: [] };
    const roles = {
      Deploy: [lets(userArn("ann")), ADMIN],
      Read: [lets(`AIDA${HOME}BOB`), allow("s3:GetObject")],
    } as const;
    await derived(account(HOME, { users, roles }), (found) => {
      expect(keys(found)).toEqual([
        "ann not_enforced escalation",
        "bob not_enforced read",
        "cat enforced no-permissions none",
        "dan enforced no-permissions none",
      ]);
    });
  });

  test("can all assume a role that trusts everybody, in its account only", async () => {
    const everybody = document({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" });
    const files = {
      ...account(HOME, { users: { ann: [], bob: [] }, roles: { Open: [everybody, allow("s3:PutObject")] } }),
      ...account(AWAY, { users: { cat: [] }, roles: { Deploy: [lets(AWAY), ADMIN] } }),
    };
    await derived(files, (found) => {
      expect(keys(found)).toEqual([
        "ann not_enforced write",
        "bob not_enforced write",
        "cat enforced no-permissions none",
      ]);
    });
  });

  test("share an assessment in many accounts with the same roles", async () => {
    const ids = ["111111111111", "222222222222", "333333333333"];
    const files = ids.map((id) =>
      account(id, {
        users: { [`u${id}`]: [ASSUME_ALL] },
        roles: { Deploy: [lets(id, MFA), ADMIN], Next: [lets(roleArn("Deploy", id)), ADMIN] },
      }),
    );
    await derived(Object.assign({}, ...files), ({ mfa, counts }) => {
      expect(new Set(mfa.map((row) => row.assessment_key)).size).toBe(1);
      expect(counts).toEqual({ all: 1, evaluated: 1 });
    });
  });
});

describe("a chain", () => {
  const hub = (trust: object) => account(AWAY, { users: {}, roles: { Hub: [trust, ADMIN] } });
  const entry = account(HOME, {
    users: { ann: [allow("sts:AssumeRole", roleArn("Deploy"))] },
    roles: { Deploy: [lets(HOME), allow("sts:AssumeRole", roleArn("Hub", AWAY))] },
  });

  test("leads into another account that was collected, if its role trusts the first", async () => {
    await derived({ ...entry, ...hub(lets(roleArn("Deploy"))) }, (found) => {
      expect(keys(found)).toEqual(["ann not_enforced escalation"]);
    });
    await derived({ ...entry, ...hub(lets(roleArn("Deploy"), MFA)) }, (found) => {
      expect(keys(found)).toEqual(["ann enforced no-permissions none"]);
    });
  });

  test("counts as dangerous where the account was not collected, and where its roles were not listed", async () => {
    await derived(entry, (found) => expect(keys(found)).toEqual(["ann not_enforced escalation"]));
    const filtered = account(AWAY, { users: { bob: [] }, roles: {} });
    await derived({ ...entry, ...filtered }, (found) => {
      expect(keys(found)).toEqual(["ann not_enforced escalation", "bob enforced no-permissions none"]);
    });
  });

  test("into an account that was not collected is said", async () => {
    const users = { ann: [allow("sts:AssumeRole", roleArn("Hub", AWAY))] };
    const files = account(HOME, { users, roles: { Deploy: [lets(HOME), ADMIN] } });
    await derived(files, ({ mfa }) => expect(mfa[0]?.warnings).toEqual(["unknown-roles"]));
  });
});

test("explain asks the same of every user as the tables", async () => {
  const files = {
    ...account(HOME, {
      users: { ann: [allow("sts:AssumeRole", roleArn("Deploy"))], bob: [ADMIN], cat: [] },
      roles: {
        Deploy: [lets(HOME), allow("sts:AssumeRole", roleArn("Hub", AWAY))],
        Own: [lets(userArn("cat")), allow("s3:PutObject")],
      },
    }),
    ...account(AWAY, { users: { dan: [ASSUME_ALL] }, roles: { Hub: [lets(roleArn("Deploy")), ADMIN] } }),
  };
  await inFolder(async (folder) => {
    const policyEngine = await openPolicyEngine();
    const { mfa } = await deriveFiles(folder, files, async (engine, asOf, rows) => {
      for (const { account_id, arn, assessment_key } of rows) {
        const asked = { accountId: String(account_id), arn: String(arn), asOf };
        const found = await subjectFor(engine, policyEngine, asked);
        expect([arn, found && policyEngine.key(found.subject)]).toEqual([arn, assessment_key]);
      }
    });
    expect(mfa).toHaveLength(4);
  });
});

test("a role that changes makes new assessments, and no others", async () => {
  await inFolder(async (folder) => {
    const files = (trust: object) => ({
      ...account(HOME, { users: { ann: [ASSUME_ALL] }, roles: { Deploy: [trust, ADMIN] } }),
      ...account(AWAY, { users: { bob: [ADMIN] }, roles: { Deploy: [lets(AWAY), ADMIN] } }),
    });
    expect((await deriveFiles(folder, files(lets(HOME)))).counts).toEqual({ all: 2, evaluated: 2 });
    expect((await deriveFiles(folder, files(lets(HOME, MFA)))).counts).toEqual({ all: 2, evaluated: 1 });
  });
});
