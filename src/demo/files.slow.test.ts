import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { COHORT_VERSION, type DemoFile, demoFiles, PERMISSION_COUNTS } from "./index.js";

type Row = Record<string, string>;

const files = [...demoFiles()];
const byPath = new Map(files.map(({ path, content }) => [path, content]));
const read = (path: string) => JSON.parse(byPath.get(path) ?? "null");
const paths = (name: string) => files.map(({ path }) => path).filter((path) => path.endsWith(`/${name}`));
const folder = (path: string) => path.split("/")[0] ?? "";
const csv = (account: string) =>
  Buffer.from(read(`${account}/credential-report.json`).Content, "base64").toString("utf8");
const accounts = paths("credential-report.json").map(folder);
const reports = new Map(
  accounts.map((account) => [account, parse(csv(account), { columns: true }) as Row[]] as const),
);
const rows = (account: string) => reports.get(account) ?? [];
const organizations = paths("list-accounts.json").map(folder);

function digest(all: Iterable<DemoFile>): string {
  const hash = createHash("sha256");
  for (const { path, content } of all) hash.update(`${path}\0${content}\0`);
  return hash.digest("hex");
}

test("two runs give the same bytes in the same order", () => {
  expect(digest(demoFiles())).toBe(digest(files));
});

test("the bytes are those of this cohort version: raise COHORT_VERSION when they change", () => {
  expect({ version: COHORT_VERSION, sha256: digest(files) }).toEqual({
    version: 3,
    sha256: "01880045bd158b4660a03719f4b2c207a0b214b585edaf09786ac71326db1ebf",
  });
});

test("paths are unique, relative and two levels deep; the whole stays below 16 MB", () => {
  expect(byPath.size).toBe(files.length);
  expect(files.filter(({ path }) => !/^(?:\d{12}|o-[a-z0-9]{10})\/[a-z-]+\.json$/.test(path))).toEqual([]);
  expect(files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0)).toBeLessThan(16e6);
});

test("every account has a report and authorization details; standalone ones say that they are in no organization", () => {
  expect(accounts.length).toBe(1_143);
  expect(new Set(accounts).size).toBe(1_143);
  expect(new Set(accounts.map((id) => id.slice(0, 6))).size).toBe(1_143);
  expect(paths("authorization-details.json").map(folder)).toEqual(accounts);
  const standalone = paths("describe-organization.json").filter((path) => /^\d/.test(path));
  expect(standalone.length).toBe(178);
  for (const path of standalone) {
    expect(read(path)).toEqual({
      __type: "AWSOrganizationsNotInUseException",
      Message: "Your account is not a member of an organization.",
    });
  }
});

test("an organization describes itself as AWS does", () => {
  for (const id of organizations) {
    const { Organization } = read(`${id}/describe-organization.json`);
    const management = Organization.MasterAccountId;
    expect(Organization).toEqual({
      Id: id,
      Arn: `arn:aws:organizations::${management}:organization/${id}`,
      FeatureSet: "ALL",
      MasterAccountArn: `arn:aws:organizations::${management}:account/${id}/${management}`,
      MasterAccountId: expect.stringMatching(/^\d{12}$/),
      MasterAccountEmail: expect.stringMatching(/@example\.(com|org)$/),
      AvailablePolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
    });
  }
});

test("organizations list 965 different accounts, their management account among them", () => {
  const listed = organizations.flatMap((id) => {
    const { MasterAccountId } = read(`${id}/describe-organization.json`).Organization;
    const all = read(`${id}/list-accounts.json`).Accounts;
    expect(all.filter((account: Row) => account.Id === MasterAccountId).length).toBe(1);
    for (const account of all) {
      expect(account.Arn).toBe(`arn:aws:organizations::${MasterAccountId}:account/${id}/${account.Id}`);
    }
    return all;
  });
  expect(new Set(listed.map((account) => account.Id)).size).toBe(965);
  expect(listed.length).toBe(965);
  expect(listed.filter((account) => !accounts.includes(account.Id))).toEqual([]);
  expect(new Set(listed.map((account) => account.Email)).size).toBe(965);
  expect(new Set(listed.map((account) => account.JoinedMethod))).toEqual(new Set(["INVITED", "CREATED"]));
  for (const account of listed) {
    expect(account.JoinedTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
    expect(Date.parse(account.JoinedTimestamp)).toBeLessThan(Date.parse("2021-01-24T00:00:00Z"));
  }
});

test("sizes are skewed: most accounts hold few users, some more than a hundred", () => {
  const sizes = accounts.map((account) => rows(account).length - 1).sort((left, right) => left - right);
  expect(sizes[0]).toBe(1);
  expect(sizes.filter((size) => size <= 2).length).toBeGreaterThan(200);
  expect(sizes.filter((size) => size > 100).length).toBeGreaterThan(5);
  expect(sizes[571]).toBeLessThan(8);
});

test("a report is wrapped as the AWS CLI prints it", () => {
  for (const account of accounts) {
    const { Content, ...rest } = read(`${account}/credential-report.json`);
    expect(rest).toEqual({ ReportFormat: "text/csv", GeneratedTime: "2021-01-24T00:00:00+00:00" });
    expect(Buffer.from(Content, "base64").toString("base64")).toBe(Content);
  }
});

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|\+00:00)$/;

test("reports: the columns of AWS, LF, no newline at the end, the root user first, sorted names", () => {
  for (const account of accounts) {
    const text = csv(account);
    expect(text).not.toMatch(/\r|\n$/);
    expect(text.split("\n")[0]).toBe(
      "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed," +
        "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated," +
        "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
        "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date," +
        "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active," +
        "cert_1_last_rotated,cert_2_active,cert_2_last_rotated",
    );
    const [root, ...users] = rows(account);
    expect(root?.user).toBe("<root_account>");
    expect(root?.arn).toBe(`arn:aws:iam::${account}:root`);
    expect(root?.password_next_rotation).toBe("not_supported");
    const names = users.map((row) => (row.user ?? "").toLowerCase());
    expect(names).toEqual([...new Set(names)].sort());
  }
});

test("reports: fields hold what AWS puts there", () => {
  const allowed: Record<string, RegExp> = {
    password_enabled: /^(true|false)$/,
    mfa_active: /^(true|false)$/,
    access_key_1_active: /^(true|false)$/,
    access_key_2_active: /^(true|false)$/,
    cert_1_active: /^false$/,
    cert_2_last_rotated: /^N\/A$/,
  };
  for (const row of accounts.flatMap(rows)) {
    for (const [column, pattern] of Object.entries(allowed)) expect(row[column]).toMatch(pattern);
    expect(row.user_creation_time).toMatch(TIME);
    const enabled = row.password_enabled === "true";
    expect(row.password_last_changed).toMatch(enabled ? TIME : /^N\/A$/);
    if (!enabled) expect(row.password_last_used).toBe("N/A");
    else if (row.password_last_used !== "no_information") expect(row.password_last_used).toMatch(TIME);
  }
});

test("reports: a key that was never used has no Region and no service; an inactive one keeps its dates", () => {
  let inactive = 0;
  for (const row of accounts.flatMap(rows)) {
    for (const slot of ["access_key_1", "access_key_2"]) {
      const [rotated, used] = [row[`${slot}_last_rotated`], row[`${slot}_last_used_date`]];
      if (row[`${slot}_active`] === "true") expect(rotated).toMatch(TIME);
      else if (rotated !== "N/A") inactive += 1;
      if (rotated === "N/A") expect(used).toBe("N/A");
      expect(row[`${slot}_last_used_service`] === "N/A").toBe(used === "N/A");
      if (used === "N/A") expect(row[`${slot}_last_used_region`]).toBe("N/A");
    }
  }
  expect(inactive).toBeGreaterThan(1_000);
});

test("reports: slot 1 is not always the older key", () => {
  const both = accounts.flatMap(rows).filter((row) => row.access_key_2_last_rotated !== "N/A");
  const older = (row: Row) => (row.access_key_1_last_rotated ?? "") < (row.access_key_2_last_rotated ?? "");
  expect(both.filter(older).length).toBeGreaterThan(200);
  expect(both.filter((row) => !older(row)).length).toBeGreaterThan(200);
});

test("reports: each account writes times in one way, and both ways occur", () => {
  const ways = accounts.map((account) => {
    const text = csv(account);
    expect(/\dZ[,\n]/.test(text)).not.toBe(/\+00:00[,\n]/.test(text));
    return /\dZ[,\n]/.test(text);
  });
  expect(ways.filter(Boolean).length).toBeGreaterThan(400);
  expect(ways.filter((way) => !way).length).toBeGreaterThan(400);
});

test("reports: a few names hold characters that trip naive readers, and only names and ARNs are quoted", () => {
  const names = accounts.flatMap(rows).map((row) => row.user ?? "");
  for (const character of [",", "=", "+", "@"]) {
    const odd = names.filter((name) => name.includes(character)).length;
    expect(odd).toBeGreaterThan(3);
    expect(odd).toBeLessThan(names.length / 20);
  }
  const quoted = accounts.flatMap((account) => csv(account).split("\n")).filter((line) => line.includes('"'));
  expect(quoted.length).toBe(names.filter((name) => name.includes(",")).length);
  for (const line of quoted) expect(line).toMatch(/^"[^"]+,[^"]+","arn:aws:iam::\d{12}:user\/[^"]+",\d{4}-/);
});

test("ARNs of users are unique, and some have a path", () => {
  const arns = accounts.flatMap((account) => rows(account).slice(1)).map((row) => row.arn ?? "");
  expect(new Set(arns).size).toBe(12_478);
  expect(arns.filter((arn) => /:user\/service\//.test(arn)).length).toBeGreaterThan(500);
  expect(arns.filter((arn) => /:user\/team-x\//.test(arn)).length).toBeGreaterThan(50);
});

test("authorization details list the users of the report, with the same ARN and creation time", () => {
  for (const account of accounts) {
    const listed = read(`${account}/authorization-details.json`).UserDetailList;
    expect(listed.map((user: Row) => [user.UserName, user.Arn, Date.parse(user.CreateDate ?? "")])).toEqual(
      rows(account)
        .slice(1)
        .map((row) => [row.user, row.arn, Date.parse(row.user_creation_time ?? "")]),
    );
    for (const user of listed)
      expect(user.Arn).toBe(`arn:aws:iam::${account}:user${user.Path}${user.UserName}`);
  }
});

test("authorization details: ids are unique, and groups and policies that are named exist", () => {
  const ids = new Set<string>();
  for (const account of accounts) {
    const details = read(`${account}/authorization-details.json`);
    const groups = new Set(details.GroupDetailList.map((group: Row) => group.GroupName));
    const policies = new Map(
      details.Policies.filter((policy: Row) => Number(policy.AttachmentCount) > 0).map((policy: Row) => [
        policy.Arn,
        policy.AttachmentCount,
      ]),
    );
    const attached = [
      ...details.UserDetailList,
      ...details.GroupDetailList,
      ...details.RoleDetailList,
    ].flatMap((principal) => principal.AttachedManagedPolicies.map((policy: Row) => policy.PolicyArn));
    const counts = new Map<string, number>();
    for (const arn of attached) counts.set(arn, (counts.get(arn) ?? 0) + 1);
    expect(policies).toEqual(counts);
    for (const user of details.UserDetailList) {
      expect(user.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/);
      ids.add(user.UserId);
      for (const group of user.GroupList) expect(groups.has(group)).toBe(true);
    }
  }
  expect(ids.size).toBe(12_478);
});

test("permissions are given as published, and no policy speaks of MFA or denies", () => {
  const details = accounts.map((account) => read(`${account}/authorization-details.json`));
  const users = details.flatMap((each) => each.UserDetailList);
  expect(users.filter((user) => "UserPolicyList" in user).length).toBe(
    PERMISSION_COUNTS.usersWithInlinePolicies,
  );
  expect(users.filter((user) => user.AttachedManagedPolicies.length > 0).length).toBe(
    PERMISSION_COUNTS.usersWithAttachedPolicies,
  );
  const support = "arn:aws:iam::aws:policy/AWSSupportAccess";
  expect(details.filter((each) => !each.Policies.some((policy: Row) => policy.Arn === support)).length).toBe(
    PERMISSION_COUNTS.accountsWithoutSupportAccess,
  );
});

test("policies only allow, without conditions: none speaks of MFA", () => {
  const documents = accounts.flatMap((account) => {
    const { UserDetailList, Policies } = read(`${account}/authorization-details.json`);
    return [
      ...Policies.flatMap((policy: { PolicyVersionList: object[] }) => policy.PolicyVersionList),
      ...UserDetailList.flatMap((user: { UserPolicyList?: object[] }) => user.UserPolicyList ?? []),
    ].map((each) => JSON.stringify(each));
  });
  expect(documents.length).toBeGreaterThan(5_000);
  expect(documents.filter((document) => /MultiFactor|MFADevice|"Deny"|"Condition"/i.test(document))).toEqual(
    [],
  );
});

test("virtual MFA devices are of users whose report says that they have one, hardware tokens and security keys are not listed", () => {
  let virtual = 0;
  let other = 0;
  for (const account of accounts) {
    const devices = read(`${account}/virtual-mfa-devices.json`).VirtualMFADevices;
    const owners = new Map(devices.map((device: { User: Row }) => [device.User.Arn, device]));
    expect(owners.size).toBe(devices.length);
    for (const row of rows(account)) {
      const device = owners.get(row.arn) as { SerialNumber: string; EnableDate: string } | undefined;
      if (device === undefined) other += row.mfa_active === "true" ? 1 : 0;
      else {
        virtual += 1;
        expect(row.mfa_active).toBe("true");
        expect(device.SerialNumber).toMatch(new RegExp(`^arn:aws:iam::${account}:mfa/`));
        expect(Date.parse(device.EnableDate)).toBeGreaterThanOrEqual(
          Date.parse(row.user_creation_time ?? ""),
        );
        expect(Date.parse(device.EnableDate)).toBeLessThan(Date.parse("2021-01-24T00:00:00Z"));
      }
    }
  }
  expect(virtual).toBeGreaterThan(4_000);
  expect(other).toBeGreaterThan(1_000);
});

test("some developers have a permissions boundary, which exists and counts them", () => {
  let bounded = 0;
  for (const account of accounts) {
    const { UserDetailList, Policies } = read(`${account}/authorization-details.json`);
    const uses = UserDetailList.filter((user: object) => "PermissionsBoundary" in user).length;
    bounded += uses;
    const counted = Policies.map((policy: Row) => Number(policy.PermissionsBoundaryUsageCount));
    expect(counted.reduce((sum: number, count: number) => sum + count, 0)).toBe(uses);
  }
  expect(bounded).toBeGreaterThan(50);
});

test("tags name owners, teams and environments", () => {
  const tags = accounts.flatMap((account) =>
    read(`${account}/authorization-details.json`).UserDetailList.flatMap(
      (user: { Tags: Row[] }) => user.Tags,
    ),
  );
  for (const key of ["owner", "team", "environment", "managed-by", "cost-center"]) {
    expect([key, tags.filter((tag: Row) => tag.Key === key).length > 100]).toEqual([key, true]);
  }
});

test("accounts that were created in an organization trust its management account", () => {
  let trusting = 0;
  for (const id of organizations) {
    const { MasterAccountId } = read(`${id}/describe-organization.json`).Organization;
    for (const account of read(`${id}/list-accounts.json`).Accounts) {
      const [role] = read(`${account.Id}/authorization-details.json`).RoleDetailList;
      expect(role !== undefined).toBe(account.JoinedMethod === "CREATED");
      if (role === undefined) continue;
      trusting += 1;
      expect(role.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({
        AWS: `arn:aws:iam::${MasterAccountId}:root`,
      });
    }
  }
  expect(trusting).toBeGreaterThan(10);
});

test("no value went missing on the way to the text", () => {
  const texts = [...files.map(({ content }) => content), ...accounts.map(csv)];
  expect(texts.filter((text) => /undefined|NaN|null|Infinity/.test(text)).length).toBe(0);
});

test("nothing of the demonstration looks like an access key id", () => {
  const texts = [...files.map(({ content }) => content), ...accounts.map(csv)];
  expect(texts.filter((text) => /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/.test(text)).length).toBe(0);
});
