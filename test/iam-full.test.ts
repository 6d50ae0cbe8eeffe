import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  UploadServerCertificateCommand,
  UploadSSHPublicKeyCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sdkClients } from "./aws/clients.js";
import { seedSingleAccount } from "./aws/single-account.js";
import { type AwsServer, type Fault, startAwsServer } from "./aws/start-server.js";
import { runCli, scratch } from "./run-cli.js";

/** What --full asks of IAM besides: SSH keys of each user, server certificates, identity providers; and roles as AWS tells of them. */

const AS_OF = new Date("2026-11-23T00:00:00Z");
const GITHUB = "token.actions.githubusercontent.com";
const folder = scratch();
let server: AwsServer;

beforeAll(async () => {
  server = await startAwsServer();
  await seedSingleAccount(server, AS_OF);
  const { iam } = sdkClients(server);
  const trust = (Principal: object, Action: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action }] });
  const { OpenIDConnectProviderArn } = await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: `https://${GITHUB}`,
      ClientIDList: ["sts.amazonaws.com"],
      ThumbprintList: ["6938fd4d98bab03faadb97b34396831e3780aea1"],
    }),
  );
  const roles = {
    everybody: trust({ AWS: "*" }, "sts:AssumeRole"),
    vendor: trust({ AWS: "arn:aws:iam::999999999999:root" }, "sts:AssumeRole"),
    deploy: trust({ Federated: OpenIDConnectProviderArn }, "sts:AssumeRoleWithWebIdentity"),
  };
  for (const [RoleName, AssumeRolePolicyDocument] of Object.entries(roles)) {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  }
  await iam.send(
    new AttachRolePolicyCommand({
      RoleName: "vendor",
      PolicyArn: "arn:aws:iam::aws:policy/AWSSupportAccess",
    }),
  );
  await iam.send(new CreateSAMLProviderCommand({ Name: "okta", SAMLMetadataDocument: "x".repeat(1_000) }));
  await iam.send(
    new UploadServerCertificateCommand({
      ServerCertificateName: "www",
      CertificateBody: "x",
      PrivateKey: "x",
    }),
  );
  await iam.send(new UploadSSHPublicKeyCommand({ UserName: "no-mfa", SSHPublicKeyBody: "ssh-rsa AAAA" }));
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

interface Coverage {
  readonly kind: string;
  readonly status: string;
  readonly detail: string | null;
}

let runs = 0;
/** Audits the account under faults: what was collected, and what the findings of some controls are. */
async function audit(faults: readonly Fault[], controls: readonly string[], ...args: string[]) {
  await server.faults(faults);
  runs += 1;
  const lake = `lake-${runs}`;
  const { code } = await runCli(
    ["audit", "--as-of", AS_OF.toISOString(), "--lake", lake, "--report-timeout", "20", ...args],
    { cwd: folder.dir, env: { ...server.env } },
  );
  const read = async (...command: string[]) =>
    JSON.parse(
      (await runCli([...command, "--lake", lake, "--format", "json"], { cwd: folder.dir })).stdout,
    ) as unknown;
  const coverage = (await read("query", "SELECT kind, status, detail FROM coverage")) as Coverage[];
  const named = controls.flatMap((id) => ["--control", id]);
  const found = (await read("findings", "--status", "all", "--expand", ...named)) as {
    readonly control_id: string;
    readonly status: string;
    readonly subject_arn: string;
  }[];
  return {
    code,
    coverage: (kind: string) => coverage.find((one) => one.kind === kind),
    found: (id: string, status: string) =>
      found
        .filter((one) => one.control_id === id && one.status === status)
        .map(({ subject_arn: arn }) => arn.split("/").at(-1)),
    query: (sql: string) => read("query", sql),
  };
}

const KINDS = [
  "ssh_public_keys",
  "server_certificates",
  "saml_providers",
  "oidc_providers",
  "oidc_provider_details",
];

test("a plain audit asks for none of it", async () => {
  const { code, coverage } = await audit([], ["role-trust-anyone"]);
  expect(code).toBe(0);
  expect(KINDS.map((kind) => coverage(kind)?.status ?? "not_collected")).toEqual(
    KINDS.map(() => "not_collected"),
  );
  const { by_action: calls } = await server.calls();
  expect(
    Object.keys(calls).filter((action) =>
      /:(List|Get)(SSHPublicKeys|SAML|OpenID|ServerCert|Users)/.test(action),
    ),
  ).toEqual([]);
});

test("--full asks for all of it, and roles are judged by their trust policies", async () => {
  const ids = [
    "role-trust-anyone",
    "role-trust-external-id",
    "role-web-identity-open",
    "support-role",
    "password-policy-length",
  ];
  const { coverage, found, query } = await audit([], ids, "--full");
  expect(KINDS.map((kind) => coverage(kind)?.status)).toEqual(KINDS.map(() => "ok"));
  expect(found("role-trust-anyone", "fail")).toEqual(["everybody"]);
  expect(found("role-trust-external-id", "fail")).toEqual(["vendor"]);
  expect(found("role-web-identity-open", "fail")).toEqual(["deploy"]);
  expect(found("support-role", "pass")).toHaveLength(1);
  expect(found("password-policy-length", "pass")).toHaveLength(1);
  expect(await query("SELECT url, client_ids FROM oidc_providers")).toEqual([
    { url: GITHUB, client_ids: ["sts.amazonaws.com"] },
  ]);
  expect(await query("SELECT provider_name FROM saml_providers")).toEqual([{ provider_name: "okta" }]);
  expect(await query("SELECT certificate_name FROM server_certificates")).toEqual([
    { certificate_name: "www" },
  ]);
  expect(
    await query(
      "SELECT DISTINCT user_name FROM service_credentials WHERE kind = 'ssh_public_key' AND user_name = 'no-mfa'",
    ),
  ).toEqual([{ user_name: "no-mfa" }]);
});

describe("faults", () => {
  test("a list that is denied leaves all unknown, and says what was missing; what is throttled comes later", async () => {
    const { code, coverage, found } = await audit(
      [
        { kind: "access_denied", action: "iam:ListSSHPublicKeys", after: 2 },
        { kind: "access_denied", action: "iam:GetOpenIDConnectProvider" },
        { kind: "access_denied", action: "iam:ListServerCertificates" },
        { kind: "throttle_400", action: "iam:ListSAMLProviders", times: 2 },
      ],
      ["user-ssh-key-age", "server-certificate-expired"],
      "--full",
    );
    expect(code).toBe(4);
    expect(coverage("ssh_public_keys")).toMatchObject({
      status: "denied",
      detail: expect.stringContaining("iam:ListSSHPublicKeys") as string,
    });
    expect(coverage("oidc_providers")?.status).toBe("ok");
    expect(coverage("oidc_provider_details")?.status).toBe("denied");
    expect(coverage("saml_providers")?.status).toBe("ok");
    expect(coverage("server_certificates")?.status).toBe("denied");
    // The account stands for certificates that nobody saw, and each user for keys that nobody saw.
    expect(found("server-certificate-expired", "unknown")).toHaveLength(1);
    expect(found("user-ssh-key-age", "unknown")).toContain("no-mfa");
    expect(found("user-ssh-key-age", "pass")).toEqual([]);
  });

  test("an empty page with a token is not the end", async () => {
    const { coverage, query } = await audit(
      [{ kind: "empty_page_with_token", action: "iam:ListServerCertificates" }],
      ["server-certificate-expired"],
      "--full",
    );
    expect(coverage("server_certificates")?.status).toBe("ok");
    expect(await query("SELECT certificate_name FROM server_certificates")).toEqual([
      { certificate_name: "www" },
    ]);
  });
});

test("doctor tries each of the requests", async () => {
  await server.faults([{ kind: "access_denied", action: "iam:GetOpenIDConnectProvider" }]);
  const { stdout } = await runCli(["doctor", "--full", "--format", "json"], {
    cwd: folder.dir,
    env: { ...server.env },
  });
  const { checks } = JSON.parse(stdout) as { checks: { check: string; status: string }[] };
  const status = (kind: string) => checks.find(({ check }) => check === kind)?.status;
  expect(KINDS.map((kind) => [kind, status(kind) === "ok"])).toEqual(
    KINDS.map((kind) => [kind, kind !== "oidc_provider_details"]),
  );
});
