import { describe, expect, test } from "vitest";
import { csv, inAccount, root, user } from "../collect/files/test-report.js";
import { inFolder } from "../collect/files/test-support.js";
import { deriveFiles, type Files } from "./test-deriving.js";

const ORG = "o-a1b2c3d4e5";
const MANAGEMENT = "111111111111";
const MEMBER = "222222222222";
const ALONE = "333333333333";

const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const FULL = document({ Effect: "Allow", Action: "*", Resource: "*" });
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const OWN_USER = "arn:aws:iam::*:user/${aws:username}";
const NO_MFA = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
const guard = (condition: object) =>
  document({
    Sid: "NeedsMfa",
    Effect: "Deny",
    NotAction: ["iam:EnableMFADevice", "sts:GetSessionToken"],
    Resource: "*",
    Condition: condition,
  });

const PASSWORD = { password_enabled: "true", password_last_changed: "2021-01-01T00:00:00Z" };
const KEY = { access_key_1_active: "true", access_key_1_last_rotated: "2022-01-01T00:00:00Z" };

type Row = ReturnType<typeof user>;
const report = (account: string, ...rows: Row[]) => csv(inAccount(account, [root(), ...rows]));
const arn = (account: string, name: string) => `arn:aws:iam::${account}:user/${name}`;
const inline = (account: string, name: string, ...documents: object[]) => ({
  UserName: name,
  UserId: `AIDA${name}`,
  Arn: arn(account, name),
  CreateDate: "2020-01-01T00:00:00Z",
  UserPolicyList: documents.map((PolicyDocument, index) => ({ PolicyName: `p${index}`, PolicyDocument })),
});
const NOT_IN_USE = { __type: "AWSOrganizationsNotInUseException", Message: "none" };

/** A standalone account: reports and details, and that it is in no organization. */
const standalone = (account: string, rows: readonly Row[], details?: object): Files => ({
  [`${account}/report.csv`]: report(account, ...rows),
  [`${account}/describe-organization.json`]: NOT_IN_USE,
  ...(details !== undefined && { [`${account}/details.json`]: details }),
});

/** An organization with a member in the unit Work, and these policies on the unit. */
const organization = (policies: Readonly<Record<string, object>>): Files => {
  const names = ["FullAWSAccess", ...Object.keys(policies)];
  const nodes = ["r-root", "ou-root-workwork", MANAGEMENT, MEMBER];
  return {
    [`${ORG}/describe-organization.json`]: {
      Organization: {
        Id: ORG,
        Arn: `arn:aws:organizations::${MANAGEMENT}:organization/${ORG}`,
        FeatureSet: "ALL",
        MasterAccountId: MANAGEMENT,
      },
    },
    [`${ORG}/list-accounts.json`]: {
      Accounts: [MANAGEMENT, MEMBER].map((Id) => ({
        Id,
        Arn: `arn:aws:organizations::${MANAGEMENT}:account/${ORG}/${Id}`,
        Name: Id,
        State: "ACTIVE",
      })),
    },
    [`${ORG}/roots.json`]: {
      Roots: [
        {
          Id: "r-root",
          Arn: `arn:aws:organizations::${MANAGEMENT}:root/${ORG}/r-root`,
          PolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
        },
      ],
    },
    [`${ORG}/units.json`]: {
      OrganizationalUnits: [{ Id: "ou-root-workwork", Name: "Work", ParentId: "r-root" }],
    },
    [`${ORG}/parents.json`]: {
      AccountParents: [
        { AccountId: MANAGEMENT, ParentId: "r-root" },
        { AccountId: MEMBER, ParentId: "ou-root-workwork" },
      ],
    },
    [`${ORG}/policies.json`]: {
      OrganizationPolicies: names.map((name) => ({
        PolicySummary: { Id: `p-${name}`, Name: name, Type: "SERVICE_CONTROL_POLICY" },
        Content: JSON.stringify(policies[name] ?? FULL),
      })),
    },
    [`${ORG}/targets.json`]: {
      PolicyTargets: [
        ...nodes.map((TargetId) => ({ PolicyId: "p-FullAWSAccess", TargetId })),
        ...Object.keys(policies).map((name) => ({ PolicyId: `p-${name}`, TargetId: "ou-root-workwork" })),
      ],
    },
  };
};

const inMember = (account: string): Files => ({
  [`${account}/report.csv`]: report(account, user("ann", { ...PASSWORD, ...KEY })),
  [`${account}/details.json`]: { UserDetailList: [inline(account, "ann", FULL)] },
});

describe("the policies over a user", () => {
  test("of an organization bind members and not the management account", async () => {
    await inFolder(async (folder) => {
      const { mfa } = await deriveFiles(folder, {
        ...organization({ guard: guard(NO_MFA) }),
        ...inMember(MANAGEMENT),
        ...inMember(MEMBER),
      });
      expect(
        mfa.map((row) => [row.account_id, row.console_verdict, row.console_by, row.key_verdict]),
      ).toEqual([
        [MANAGEMENT, "not_enforced", [], "not_enforced"],
        [MEMBER, "enforced", ["scp"], "enforced"],
      ]);
      expect(mfa.map((row) => [row.scps_known, row.policies_known])).toEqual([
        [true, true],
        [true, true],
      ]);
    });
  });

  test("that keys escape leave the key open and the console closed", async () => {
    await inFolder(async (folder) => {
      const bool = guard({ Bool: { "aws:MultiFactorAuthPresent": "false" } });
      const { user: of } = await deriveFiles(folder, { ...organization({ bool }), ...inMember(MEMBER) });
      expect(of("ann").mfa).toMatchObject({ console_verdict: "enforced", key_verdict: "not_enforced" });
      expect(of("ann").privilege).toMatchObject({
        tier_console: "none",
        tier_key: "admin",
        tier_mfa: "admin",
      });
    });
  });

  test("that were not collected leave the answer open, and their tier is the most there can be", async () => {
    await inFolder(async (folder) => {
      const files = organization({});
      const seen = Object.entries(files).filter(([name]) => !/policies|targets/.test(name));
      const { user: of } = await deriveFiles(folder, { ...Object.fromEntries(seen), ...inMember(MEMBER) });
      expect(of("ann").mfa).toMatchObject({
        console_verdict: "unknown",
        scps_known: false,
        policies_known: true,
        missing_evidence: ["scp"],
      });
      expect(of("ann").privilege).toMatchObject({ tier_key: "admin", scps_known: false });
    });
  });

  test("come from groups, attachments, inline policies and boundaries alike", async () => {
    const group = {
      GroupName: "guarded",
      Arn: `arn:aws:iam::${ALONE}:group/guarded`,
      GroupPolicyList: [{ PolicyName: "guard", PolicyDocument: guard(NO_MFA) }],
    };
    const managed = (name: string, text: object) => ({
      PolicyName: name,
      Arn: `arn:aws:iam::${ALONE}:policy/${name}`,
      AttachmentCount: 1,
      PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: text }],
    });
    const boundary = document(
      { Effect: "Allow", Action: "*", Resource: "*" },
      { Effect: "Deny", Action: "*", Resource: "*", Condition: NO_MFA },
    );
    const details = {
      UserDetailList: [
        { ...inline(ALONE, "by-group", FULL), GroupList: ["guarded"] },
        {
          ...inline(ALONE, "by-attachment", FULL),
          AttachedManagedPolicies: [{ PolicyName: "guard", PolicyArn: `arn:aws:iam::${ALONE}:policy/guard` }],
        },
        {
          ...inline(ALONE, "by-boundary", FULL),
          PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${ALONE}:policy/boundary` },
        },
        inline(ALONE, "free", FULL),
        inline(ALONE, "bare"),
        { ...inline(ALONE, "in-unseen-group", FULL), GroupList: ["unseen"] },
      ],
      GroupDetailList: [group],
      Policies: [managed("guard", guard(NO_MFA)), managed("boundary", boundary)],
    };
    const names = ["by-group", "by-attachment", "by-boundary", "free", "bare", "in-unseen-group"];
    await inFolder(async (folder) => {
      const rows = names.map((name) => user(name, PASSWORD));
      const { user: of, grants } = await deriveFiles(folder, standalone(ALONE, rows, details));
      const verdicts = names.map((name) => {
        const { console_verdict, console_by, console_robust } = of(name).mfa;
        return [name, console_verdict, console_by, console_robust];
      });
      expect(verdicts).toEqual([
        ["by-group", "enforced", ["identity"], true],
        ["by-attachment", "enforced", ["identity"], true],
        ["by-boundary", "enforced", ["boundary"], true],
        ["free", "not_enforced", [], false],
        ["bare", "enforced", ["no-permissions"], false],
        ["in-unseen-group", "unknown", [], false],
      ]);
      expect(of("in-unseen-group").mfa.missing_evidence).toEqual(["identity group unseen"]);
      expect(of("in-unseen-group").privilege.tier_mfa).toBeNull();
      const full = grants
        .filter(({ full_admin }) => full_admin === true)
        .map(({ kind, in_use }) => [kind, in_use]);
      expect(full).toHaveLength(6);
      expect(grants.find(({ name }) => name === "guard")).toMatchObject({ full_admin: false });
    });
  });
});

describe("evidence", () => {
  test("without authorization details nothing of privilege is known, and of MFA what the device says", async () => {
    await inFolder(async (folder) => {
      const rows = [
        user("device", { ...PASSWORD, mfa_active: "true" }),
        user("none", PASSWORD),
        user("key", KEY),
        user("nothing"),
      ];
      const { user: of } = await deriveFiles(folder, standalone(ALONE, rows));
      expect(of("device").mfa).toMatchObject({ console_verdict: "enforced", console_by: ["signin"] });
      expect(of("none").mfa).toMatchObject({
        console_verdict: "unknown",
        scps_known: true,
        policies_known: false,
      });
      expect(of("key").mfa).toMatchObject({ console_verdict: "not_applicable", key_verdict: "unknown" });
      expect(of("nothing").mfa).toMatchObject({ key_verdict: "not_applicable", has_key: false });
      expect(of("none").privilege).toMatchObject({ tier_mfa: null, tier_console: null, rules_mfa: null });
    });
  });

  test("service-specific credentials and certificates are keys", async () => {
    await inFolder(async (folder) => {
      const files = {
        ...standalone(ALONE, [
          user("git"),
          user("off"),
          user("cert", { cert_1_active: "true", cert_1_last_rotated: "2020-01-01T00:00:00Z" }),
        ]),
        [`${ALONE}/service-specific-credentials.json`]: {
          ServiceSpecificCredentials: ["git", "off"].map((UserName) => ({
            UserName,
            ServiceSpecificCredentialId: `ACCA${UserName.toUpperCase()}00000000000`,
            ServiceName: "codecommit.amazonaws.com",
            Status: UserName === "git" ? "Active" : "Inactive",
            CreateDate: "2020-01-01T00:00:00Z",
          })),
        },
      };
      const { user: of } = await deriveFiles(folder, files);
      expect(["git", "off", "cert"].map((name) => of(name).mfa.has_key)).toEqual([true, false, true]);
    });
  });

  test("a policy that nobody can read makes its user unknown and no other", async () => {
    await inFolder(async (folder) => {
      const broken = {
        ...inline(ALONE, "broken"),
        UserPolicyList: [{ PolicyName: "p", PolicyDocument: "{" }],
      };
      const details = { UserDetailList: [broken, inline(ALONE, "whole", FULL)] };
      const rows = [user("broken", PASSWORD), user("whole", PASSWORD)];
      const { user: of, grants } = await deriveFiles(folder, standalone(ALONE, rows, details));
      expect(of("broken").mfa).toMatchObject({ console_verdict: "unknown", policies_known: false });
      expect(String(of("broken").mfa.missing_evidence)).toMatch(/^identity p: .* \(line 1\)$/);
      expect(of("whole").mfa).toMatchObject({ console_verdict: "not_enforced", policies_known: true });
      expect(grants.map(({ full_admin }) => full_admin)).toEqual([null, true]);
    });
  });
});

describe("users", () => {
  test("share an assessment where their policies do not ask who they are, and only there", async () => {
    const own = document({ Effect: "Allow", Action: "iam:*", Resource: OWN_USER });
    const bob = document({ Effect: "Allow", Action: "iam:*", Resource: `arn:aws:iam::${ALONE}:user/bob` });
    await inFolder(async (folder) => {
      const names = ["ann", "bob", "carol"];
      const rows = names.map((name) => user(name, PASSWORD));
      const details = (text: object) => ({
        UserDetailList: names.map((name) => inline(ALONE, name, text)),
      });
      const keys = async (text: object) => {
        const { mfa, counts } = await deriveFiles(folder, standalone(ALONE, rows, details(text)));
        return [counts?.all, new Set(mfa.map(({ assessment_key }) => assessment_key)).size];
      };
      expect(await keys(FULL)).toEqual([1, 1]);
      expect(await keys(own)).toEqual([1, 1]);
      expect(await keys(bob)).toEqual([2, 2]);
    });
  });

  test("of accounts that did not change are not assessed again", async () => {
    const account = (text: object) =>
      standalone(ALONE, [user("ann", PASSWORD)], { UserDetailList: [inline(ALONE, "ann", text)] });
    const other = standalone("444444444444", [user("zoe", PASSWORD)], {
      UserDetailList: [
        inline("444444444444", "zoe", document({ Effect: "Allow", Action: "s3:*", Resource: "*" })),
      ],
    });
    await inFolder(async (folder) => {
      const first = await deriveFiles(folder, { ...account(FULL), ...other });
      const second = await deriveFiles(folder, { ...account(guard(NO_MFA)), ...other });
      const again = await deriveFiles(folder, { ...account(FULL), ...other });
      expect([first.counts, second.counts, again.counts]).toEqual([
        { all: 2, evaluated: 2 },
        { all: 2, evaluated: 1 },
        null,
      ]);
      expect(second.user("zoe")).toEqual(first.user("zoe"));
      expect(again.mfa).toEqual(first.mfa);
    });
  });
});

test("tells how far it is: policies, then kinds of users, then the users whom their policies tell apart", async () => {
  await inFolder(async (folder) => {
    const own = document({ Effect: "Allow", Action: "iam:*", Resource: OWN_USER });
    const details = {
      UserDetailList: [
        inline(ALONE, "ann", FULL, guard(NO_MFA)),
        inline(ALONE, "bob", own),
        inline(ALONE, "zoe", own),
      ],
      IsTruncated: false,
    };
    const rows = [user("ann", PASSWORD), user("bob", KEY), user("zoe", KEY)];
    const { told } = await deriveFiles(folder, standalone(ALONE, rows, details));
    expect(told).toEqual(["policies 3 of 3", "profiles 2 of 2", "users 2 of 2"]);
  });
});
