import fc from "fast-check";
import { expect, test } from "vitest";
import { MANAGEMENT, ORG } from "./test-organization.js";
import { ACCOUNT, csv, detail, password, reportJson, root, user } from "./test-report.js";
import { readFiles } from "./test-support.js";

const HUGE = 1e300;
const AFTER = "2026-11-20T09:00:00Z";
const arn = (resource: string) => `arn:aws:iam::${ACCOUNT}:${resource}`;
const rows = [root(), ...["ann", "bob", "cid"].map((name) => user(name, password("N/A")))];
const account = (index: number) => String(700_000_000_000 + index);

test("whatever stands in the place of a value, the report beside it is read and nobody is lost", async () => {
  const documents: Readonly<Record<string, unknown>> = {
    "details.json": {
      UserDetailList: [
        detail("ann", {
          Tags: [{ Key: "a", Value: "b" }],
          UserPolicyList: [{ PolicyName: "i", PolicyDocument: { Statement: [] } }],
        }),
        detail("bob"),
        detail("cid"),
      ],
      GroupDetailList: [{ GroupName: "g", Arn: arn("group/g"), CreateDate: AFTER }],
      RoleDetailList: [
        { RoleName: "r", Arn: arn("role/r"), CreateDate: 1, RoleLastUsed: { LastUsedDate: AFTER } },
      ],
      Policies: [
        {
          PolicyName: "p",
          Arn: arn("policy/p"),
          AttachmentCount: 1,
          PolicyVersionList: [{ IsDefaultVersion: true, Document: "{}" }],
        },
      ],
    },
    "summary.json": { SummaryMap: { AccountMFAEnabled: 1 } },
    "policy.json": { PasswordPolicy: { MaxPasswordAge: 9, RequireSymbols: true } },
    "devices.json": {
      VirtualMFADevices: [{ SerialNumber: "s", EnableDate: AFTER, User: { Arn: arn("user/bob") } }],
    },
    "services.json": {
      ServiceSpecificCredentials: [
        { UserName: "ann", ServiceSpecificCredentialId: "A", CreateDate: AFTER, Status: "Active" },
      ],
    },
    "ssh.json": { SSHPublicKeys: [{ UserName: "ann", SSHPublicKeyId: "B", UploadDate: AFTER }] },
    "root.json": {
      RootCredentials: {
        LoginProfile: true,
        AccessKeys: [{ Status: "Active" }],
        MFADevices: [{ SerialNumber: "x" }],
      },
    },
    "keys.json": {
      AccessKeyMetadata: [{ UserName: "ann", AccessKeyId: "AKIA", Status: "Active", CreateDate: AFTER }],
    },
    "used.json": {
      AccessKeysLastUsed: [{ AccessKeyId: "AKIA", AccessKeyLastUsed: { LastUsedDate: AFTER, Region: "x" } }],
    },
    "mfa.json": { MFADevices: [{ UserName: "ann", SerialNumber: "s", EnableDate: AFTER }] },
    "logins.json": { LoginProfiles: [{ UserName: "ann", CreateDate: AFTER }] },
    "fresh.json": {
      version: 2,
      account_id: ACCOUNT,
      collected_at: AFTER,
      users: { devices: ["ann"], password: ["ann"], keys: ["ann"] },
    },
    "accounts.json": {
      Accounts: [
        {
          Id: ACCOUNT,
          Arn: `arn:aws:organizations::${MANAGEMENT}:account/${ORG}/${ACCOUNT}`,
          Name: "x",
          Paths: [`${ORG}/r-root/`],
        },
      ],
    },
    "roots.json": {
      Roots: [{ Id: "r-root", PolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }] }],
    },
    "units.json": { OrganizationalUnits: [{ Id: "ou-a", Name: "A", ParentId: "r-root" }] },
    "parents.json": { AccountParents: [{ AccountId: ACCOUNT, ParentId: "ou-a" }] },
    "scps.json": {
      OrganizationPolicies: [{ PolicySummary: { Id: "p-1", Type: "SERVICE_CONTROL_POLICY" }, Content: "{}" }],
    },
    "targets.json": { PolicyTargets: [{ PolicyId: "p-1", TargetId: "ou-a" }] },
    "delegated.json": { DelegatedAdministrators: [{ Id: ACCOUNT }] },
    "features.json": { OrganizationId: ORG, EnabledFeatures: ["RootSessions"] },
  };
  const hostile = fc.constantFrom<unknown>(
    HUGE,
    -1,
    1.5,
    2 ** 53,
    "",
    "\ud800",
    "\0",
    "a\u202eb",
    null,
    true,
    [],
    {},
    [[]],
    "9999-12-31T23:59:59Z",
    { __proto__: null },
  );
  // An account, in an organization of its own, for each document that is spoilt.
  const names = Object.keys(documents);
  const spoilt = fc.array(fc.tuple(fc.nat(), hostile), { minLength: names.length, maxLength: names.length });
  await fc.assert(
    fc.asyncProperty(spoilt, async (spoilers) => {
      const files = spoilers.flatMap(([n, value], index) => {
        const own = (text: string) =>
          text.replaceAll(ACCOUNT, account(index)).replaceAll(ORG, `o-a1b2c3d4${index + 10}`);
        const folder = names.map((name, at) => {
          const document = documents[name];
          return [name, JSON.stringify(index === at ? replaced(document, n, value) : document)] as const;
        });
        return [
          ...folder.map(([name, text]) => [`${account(index)}/${name}`, own(text)]),
          [`${account(index)}/report.json`, reportJson(own(csv(rows)), "2026-11-20T08:00:00Z")],
        ];
      });
      const reading = await readFiles(Object.fromEntries(files));
      for (const index of names.keys()) {
        const users = reading.users.filter(({ account_id }) => account_id === account(index));
        const known = users.filter(({ user_name }) => ["ann", "bob", "cid"].includes(String(user_name)));
        expect([names[index], known.length]).toEqual([names[index], 3]);
        // A user whose details say that it was made since the report is another one, of whom the report knows nothing.
        expect(users.filter(({ in_report }) => in_report).length).toBeGreaterThanOrEqual(2);
      }
    }),
    { numRuns: 15 },
  );
});

/** A value with its n-th leaf, or branch, replaced. */
function replaced(value: unknown, n: number, by: unknown): unknown {
  const places = new Map<string, unknown>();
  JSON.stringify(value, function (this: unknown, key, inner) {
    places.set(`${places.size} ${key}`, inner);
    return inner;
  });
  let left = 1 + (n % (places.size - 1));
  return JSON.parse(JSON.stringify(value, (_, inner: unknown) => (left-- === 0 ? by : inner)));
}
