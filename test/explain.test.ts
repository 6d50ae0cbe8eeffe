import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { allow, trust } from "./aws/policies.js";
import { type AwsServer, startAwsServer } from "./aws/start-server.js";
import { type CliResult, runCli, scratch } from "./run-cli.js";

const OWN = "123456789012";
const OTHER = "210987654321";
const HOSTILE = "ev\u001b[31mil\u202e";
const folder = scratch();
/** No credentials, and nowhere to send a request to: whoever tries fails. */
const NO_AWS = { AWS_EC2_METADATA_DISABLED: "true", AWS_ENDPOINT_URL: "http://127.0.0.1:9" };

afterAll(() => folder.remove());

function write(name: string, content: unknown): void {
  const path = join(folder.dir, "in", name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
}

const HEADER =
  "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed," +
  "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date," +
  "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated," +
  "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active," +
  "cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

function line(account: string, name: string): string {
  return (
    `${name},arn:aws:iam::${account}:user/${name},2019-01-01T00:00:00Z,true,2026-11-01T00:00:00Z,` +
    "2022-01-01T00:00:00Z,N/A,false,true,2024-01-01T00:00:00Z,2026-11-22T00:00:00Z,eu-west-1,s3,true," +
    "2020-01-01T00:00:00Z,N/A,N/A,N/A,true,2021-01-01T00:00:00Z,false,N/A"
  );
}

function report(account: string, ...names: string[]): object {
  const csv = [HEADER, ...names.map((name) => line(account, name))].join("\n");
  return { Content: Buffer.from(csv).toString("base64"), GeneratedTime: "2026-11-23T00:00:00Z" };
}

const key = (UserName: string, AccessKeyId: string, CreateDate: string) => ({
  UserName,
  AccessKeyId,
  CreateDate,
  Status: "Active",
});

beforeAll(async () => {
  write(`${OWN}/report.json`, report(OWN, "ann", "bob"));
  write(`${OTHER}/report.json`, report(OTHER, "bob", HOSTILE));
  write(`${OWN}/access-keys.json`, {
    AccessKeyMetadata: [
      key("ann", "AKIAANNANNANNANN0001", "2024-01-01T00:00:00Z"),
      key("ann", "AKIAANNANNANNANN0002", "2020-01-01T00:00:00Z"),
    ],
  });
  write(`${OWN}/service-specific-credentials.json`, {
    ServiceSpecificCredentials: [
      {
        UserName: "ann",
        ServiceSpecificCredentialId: "ACCAANNANNANNANN0001",
        ServiceName: "codecommit.amazonaws.com",
        Status: "Active",
        CreateDate: "2023-01-01T00:00:00Z",
      },
    ],
  });
  const { code, stderr } = await runCli(["collect", "in"], { cwd: folder.dir });
  // The hostile row is no evidence, which the exit code says; its user is listed all the same.
  if (code !== 4) throw new Error(stderr);
});

const explain = (args: readonly string[], env: NodeJS.ProcessEnv = NO_AWS): Promise<CliResult> =>
  runCli(["explain", ...args], { cwd: folder.dir, env });

interface Explained {
  readonly user: { readonly arn: string };
  readonly account: { readonly account_id: string; readonly org_role: string };
  readonly credentials: readonly {
    readonly kind: string;
    readonly slot: number | null;
    readonly credential_id: string | null;
    readonly created_at: string | null;
  }[];
  readonly verdicts: readonly {
    readonly control_id: string;
    readonly status: string;
    readonly reason: string;
  }[];
  readonly evidence: readonly {
    readonly kind: string;
    readonly status: string;
    readonly age_seconds: number | null;
  }[];
  readonly key_owner?: Readonly<Record<string, unknown>>;
}

async function explained(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Explained> {
  const { code, stdout, stderr } = await explain([...args, "--format", "json"], env);
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  return JSON.parse(stdout) as Explained;
}

describe("one user of a snapshot", () => {
  test("credentials stand on a time line, the oldest first", async () => {
    const { credentials } = await explained(["ann"]);
    expect(credentials.map((one) => [one.created_at, one.kind, one.slot, one.credential_id])).toEqual([
      ["2020-01-01T00:00:00Z", "access_key", 2, "AKIAANNANNANNANN0002"],
      ["2021-01-01T00:00:00Z", "signing_certificate", 1, null],
      ["2022-01-01T00:00:00Z", "password", null, null],
      ["2023-01-01T00:00:00Z", "service_specific_credential", null, "ACCAANNANNANNANN0001"],
      ["2024-01-01T00:00:00Z", "access_key", 1, "AKIAANNANNANNANN0001"],
    ]);
  });

  /** Nobody collected the credentials that it is about. */
  const NOT_LISTED = ["user-ssh-key-age"];

  test("every control says its verdict and why, the worst first", async () => {
    const { verdicts } = await explained(["ann"]);
    const controls = await runCli(["controls", "list", "--format", "json"], { cwd: folder.dir });
    const ids = (JSON.parse(controls.stdout) as { id: string }[])
      .map(({ id }) => id)
      .filter((id) => id.startsWith("user-") && !NOT_LISTED.includes(id));
    expect([...new Set(verdicts.map(({ control_id: id }) => id))].sort()).toEqual(ids.sort());
    expect(verdicts.every(({ reason }) => reason.length > 10)).toBe(true);
    const ranks = verdicts.map(({ status }) => ["fail", "unknown", "pass", "not_applicable"].indexOf(status));
    expect(ranks).toEqual([...ranks].sort());
    expect(ranks[0]).toBe(0);
  });

  test("evidence and its age", async () => {
    const { account, evidence } = await explained(["ann"]);
    expect(account).toMatchObject({ account_id: OWN, org_role: "unknown" });
    expect(evidence).toContainEqual(
      expect.objectContaining({ kind: "credential_report", status: "ok", age_seconds: 0 }),
    );
    expect(evidence).toContainEqual(expect.objectContaining({ kind: "scp", status: "not_collected" }));
  });

  test("a name in several accounts needs one of them", async () => {
    const { code, stderr } = await explain(["bob"]);
    expect(code).toBe(2);
    expect(stderr).toContain(`arn:aws:iam::${OWN}:user/bob`);
    expect(stderr).toContain(`arn:aws:iam::${OTHER}:user/bob`);
    expect((await explained(["bob", "--account", OTHER])).account.account_id).toBe(OTHER);
    expect((await explained([`arn:aws:iam::${OTHER}:user/bob`])).account.account_id).toBe(OTHER);
  });

  test("a user that is not there is an error, as is a name that tries SQL", async () => {
    for (const name of ["nobody", "' OR 1=1 --", "%"]) {
      const { code, stderr } = await explain([name]);
      expect(code).toBe(2);
      expect(stderr).toContain("has no user");
    }
  });

  test("hostile names are shown, not obeyed", async () => {
    const { code, stdout } = await explain([HOSTILE]);
    expect(code).toBe(0);
    expect(stdout).toContain("ev\\u{1b}[31mil\\u{202e}");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toContain("\u202e");
  });
});

describe("the owner of a key in the snapshot", () => {
  test.each(["AKIAANNANNANNANN0001", "AKIAANNANNANNANN0002", "ACCAANNANNANNANN0001"])(
    "%s is known without AWS",
    async (id) => {
      expect((await explained([id])).user.arn).toBe(`arn:aws:iam::${OWN}:user/ann`);
    },
  );

  test("a key that is gone is known from the newest snapshot that has it", async () => {
    const { dir, remove } = scratch();
    onTestFinished(remove);
    const listed = (day: string, ...keys: object[]) => {
      const of = join(dir, day, OWN);
      mkdirSync(of, { recursive: true });
      writeFileSync(
        join(of, "report.json"),
        JSON.stringify({ ...report(OWN, "ann"), GeneratedTime: `${day}T00:00:00Z` }),
      );
      writeFileSync(join(of, "access-keys.json"), JSON.stringify({ AccessKeyMetadata: keys }));
      return runCli(["collect", day], { cwd: dir });
    };
    await listed("2026-11-23", key("ann", "AKIAGONEGONEGONE0001", "2024-01-01T00:00:00Z"));
    await listed("2026-11-24");
    const { code, stdout, stderr } = await runCli(["explain", "AKIAGONEGONEGONE0001", "--format", "json"], {
      cwd: dir,
      env: NO_AWS,
    });
    expect([code, stderr]).toEqual([0, expect.stringContaining("is no longer there")]);
    const found = JSON.parse(stdout) as Explained & { as_of: string };
    expect([found.user.arn, found.as_of]).toEqual([`arn:aws:iam::${OWN}:user/ann`, "2026-11-23T00:00:00Z"]);
  });

  test("an id that is not there is an error offline, and for what AWS cannot tell", async () => {
    for (const args of [["AKIANOTTHERENOTTHERE", "--offline"], ["APKANOTTHERENOTTHERE"]]) {
      const { code, stderr } = await explain(args);
      expect(code).toBe(2);
      expect(stderr).toContain("does not know");
    }
  });
});

describe("the owner of a key that only AWS knows", () => {
  const created = "2024-01-01T00:00:00Z";
  const ROLE = "key-finder";
  let server: AwsServer;
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await startAwsServer();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await server.reset();
    const finder = {
      name: "finder",
      created,
      inline_policies: {
        find: allow(["sts:GetAccessKeyInfo", "iam:GetAccessKeyLastUsed", "sts:AssumeRole"]),
      },
    };
    await server.seed({
      accounts: [
        {
          account_id: OWN,
          users: [
            finder,
            {
              name: "bob",
              created,
              keys: [
                {
                  id: "AKIAOWNOWNOWNOWN0001",
                  created,
                  last_used: created,
                  service: "s3",
                  region: "eu-west-1",
                },
              ],
            },
            { name: "new", created, keys: [{ id: "AKIAOWNOWNOWNOWN0002", created }] },
          ],
        },
        {
          account_id: OTHER,
          users: [{ name: "eve", created, keys: [{ id: "AKIAEVEEVEEVEEVE0001", created }] }],
          roles: [
            {
              name: ROLE,
              trust: trust(OWN, "secret-id"),
              inline_policies: { find: allow(["iam:GetAccessKeyLastUsed"]) },
            },
          ],
        },
      ],
    });
    await server.auth(true);
    env = server.envFor(await server.credentials(OWN, "finder"));
  });
  const calls = async () => (await server.calls()).by_action;

  test("two calls tell account and user, which the snapshot then explains", async () => {
    const result = await explained(["AKIAOWNOWNOWNOWN0001"], env);
    expect(result.key_owner).toEqual({
      credential_id: "AKIAOWNOWNOWNOWN0001",
      account_id: OWN,
      user_name: "bob",
      missing: null,
      last_used_at: created,
      last_used_region: "eu-west-1",
      last_used_service: "s3",
    });
    expect(result.user.arn).toBe(`arn:aws:iam::${OWN}:user/bob`);
    expect(await calls()).toEqual({ "sts:GetAccessKeyInfo": 1, "iam:GetAccessKeyLastUsed": 1 });
  });

  test("a user that the snapshot does not have, or no snapshot at all", async () => {
    const { code, stdout } = await explain(["AKIAOWNOWNOWNOWN0002"], env);
    expect(code).toBe(0);
    const owner = `AKIAOWNOWNOWNOWN0002 belongs to account ${OWN}, user new.\nIt was never used since 2015-04-22.\n`;
    expect(stdout.endsWith(`\n\n${owner}`)).toBe(true);
    const none = await explain(["AKIAOWNOWNOWNOWN0002", "--lake", "empty"], env);
    expect([none.code, none.stdout]).toEqual([0, owner]);
  });

  test("in another account, through a role there: one call more", async () => {
    const args = ["AKIAEVEEVEEVEEVE0001", "--role", ROLE, "--external-id", "secret-id", "--format", "json"];
    const { code, stdout } = await explain(args, env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ key_owner: { account_id: OTHER, user_name: "eve" } });
    expect(await calls()).toEqual({
      "sts:GetAccessKeyInfo": 1,
      "sts:AssumeRole": 1,
      "iam:GetAccessKeyLastUsed": 1,
    });
  });

  test("without access to the account it says the account, and what is missing", async () => {
    const { code, stdout } = await explain(["AKIAEVEEVEEVEEVE0001"], env);
    expect(code).toBe(4);
    expect(stdout).toContain(`belongs to account ${OTHER}.`);
    expect(stdout).toContain("Its user is not known");
    const denied = await explain(["AKIAEVEEVEEVEEVE0001", "--role", ROLE, "--external-id", "wrong"], env);
    expect(denied.code).toBe(4);
    expect(denied.stdout).toContain(`sts:AssumeRole is missing in account ${OTHER}`);
  });

  test("a missing permission and missing credentials are errors with a way out", async () => {
    await server.faults([{ kind: "access_denied", action: "sts:GetAccessKeyInfo" }]);
    const denied = await explain(["AKIAOWNOWNOWNOWN0001"], env);
    expect(denied.code).toBe(1);
    expect(denied.stderr).toContain("sts:GetAccessKeyInfo");
    const nobody = await explain(["AKIAOWNOWNOWNOWN0001"]);
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toMatch(/fix: /);
  });
});
