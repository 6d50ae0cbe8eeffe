import { expect, test } from "vitest";
import { ACCOUNT, csv, reportJson, root, user } from "./test-report.js";
import { at, readFiles } from "./test-support.js";

const REPORT_AT = "2026-11-20T08:00:00Z";
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`;

test("service credentials: what was listed, and the certificates of the report", async () => {
  const rows = [
    user("ann", { cert_1_active: "true", cert_1_last_rotated: "2019-01-01T00:00:00Z" }),
    user("bob", {
      arn: `arn:aws:iam::${ACCOUNT}:user/team/bob`,
      cert_2_last_rotated: "2018-01-01T00:00:00Z",
    }),
  ];
  const reading = await readFiles({
    [`${ACCOUNT}/report.json`]: reportJson(csv([root({ cert_1_active: "true" }), ...rows]), REPORT_AT),
    [`${ACCOUNT}/service-specific-credentials.json`]: JSON.stringify({
      ServiceSpecificCredentials: [
        {
          UserName: "bob",
          ServiceSpecificCredentialId: "ACCA1",
          ServiceName: "codecommit.amazonaws.com",
          Status: "Active",
          CreateDate: "2020-01-01T00:00:00Z",
          ExpirationDate: "2027-01-01T00:00:00Z",
        },
      ],
    }),
    [`${ACCOUNT}/ssh-public-keys.json`]: JSON.stringify({
      SSHPublicKeys: [
        { UserName: "gone", SSHPublicKeyId: "APKA1", Status: "Inactive", UploadDate: "2020-02-01T00:00:00Z" },
      ],
    }),
  });
  expect(reading.coverage(ACCOUNT, "service_credentials").status).toBe("ok");
  expect(
    reading.tables.service_credentials?.map((row) => [
      row.user_name,
      row.user_arn,
      row.kind,
      row.credential_id,
      row.active,
      row.created_at,
      row.expires_at,
    ]),
  ).toEqual([
    ["ann", arn("ann"), "signing_certificate", null, true, at("2019-01-01T00:00:00Z"), null],
    [
      "bob",
      arn("team/bob"),
      "service_specific_credential",
      "ACCA1",
      true,
      at("2020-01-01T00:00:00Z"),
      at("2027-01-01T00:00:00Z"),
    ],
    ["bob", arn("team/bob"), "signing_certificate", null, false, at("2018-01-01T00:00:00Z"), null],
    ["gone", null, "ssh_public_key", "APKA1", false, at("2020-02-01T00:00:00Z"), null],
  ]);
});

test("without certificates and lists the table is empty", async () => {
  const reading = await readFiles({ "report.csv": csv([root(), user("ann")]) });
  expect(reading.tables.service_credentials).toEqual([]);
});

test("SSH keys of every user: a list of users with their keys is all there is, one without says nothing", async () => {
  const key = {
    UserName: "ann",
    SSHPublicKeyId: "APKA1",
    Status: "Active",
    UploadDate: "2020-02-01T00:00:00Z",
  };
  const OTHER = "444455556666";
  const BAD = "777788889999";
  const reading = await readFiles({
    [`${ACCOUNT}/report.csv`]: csv([root(), user("ann")]),
    [`${ACCOUNT}/keys.json`]: JSON.stringify({ Users: [{ UserName: "ann", SSHPublicKeys: [key] }] }),
    [`${OTHER}/users.json`]: JSON.stringify({ Users: [{ UserName: "bob" }] }),
    [`${BAD}/keys.json`]: JSON.stringify({
      Users: [
        {
          UserName: "cid",
          SSHPublicKeys: [
            { ...key, SSHPublicKeyId: 7 },
            { ...key, UserName: "cid" },
          ],
        },
      ],
    }),
  });
  expect(reading.coverage(ACCOUNT, "ssh_public_keys").status).toBe("ok");
  expect(reading.tables.coverage?.filter(({ kind }) => kind === "ssh_public_keys")).toMatchObject([
    { account_id: ACCOUNT, status: "ok" },
    { account_id: OTHER, status: "not_collected" },
    {
      account_id: BAD,
      status: "error",
      detail: expect.stringContaining("Users[0].SSHPublicKeys[0].SSHPublicKeyId") as string,
    },
  ]);
  expect(reading.tables.service_credentials).toMatchObject([
    { account_id: ACCOUNT, user_arn: arn("ann"), credential_id: "APKA1", active: true },
    { account_id: BAD, user_name: "cid", credential_id: "APKA1" },
  ]);
});
