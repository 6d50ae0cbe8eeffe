import { describe, expect, test } from "vitest";
import { ACCOUNT, csv, reportJson, root } from "./test-report.js";
import { pick, readFiles } from "./test-support.js";

const document = (value: object, CollectedAt?: string) => ({
  [`${ACCOUNT}/root-credentials.json`]: JSON.stringify({ RootCredentials: value, CollectedAt }),
});

test("root credentials fill in for a report that is missing", async () => {
  const rootFile = (value: object) => readFiles(document(value));
  const none = await rootFile({
    LoginProfile: false,
    AccessKeys: [],
    SigningCertificates: [],
    MFADevices: [],
  });
  expect(
    pick(
      none.root(),
      "arn",
      "password_enabled",
      "access_keys",
      "active_keys",
      "mfa_active",
      "has_credentials",
    ),
  ).toEqual({
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    password_enabled: false,
    access_keys: 0,
    active_keys: 0,
    mfa_active: false,
    has_credentials: false,
  });
  const some = await rootFile({
    LoginProfile: null,
    AccessKeys: [{ AccessKeyId: "AKIAR", Status: "Active" }],
    MFADevices: [{ SerialNumber: "GAKT1", EnableDate: "2020-01-01T00:00:00Z" }],
  });
  expect(
    pick(some.root(), "password_enabled", "access_keys", "active_keys", "mfa_kind", "has_credentials"),
  ).toEqual({
    password_enabled: null,
    access_keys: 1,
    active_keys: 1,
    mfa_kind: "hardware",
    has_credentials: true,
  });
});

describe("beside a report that says otherwise", () => {
  const listed = { LoginProfile: false, AccessKeys: [], MFADevices: [{ SerialNumber: "GAKT1" }] };
  const row = root({ access_key_1_active: "true", access_key_1_last_rotated: "2016-01-01T00:00:00Z" });
  const files = {
    ...document(listed),
    [`${ACCOUNT}/report.json`]: reportJson(csv([row]), "2026-11-20T08:00:00Z"),
  };
  const columns = ["password_enabled", "access_keys", "active_keys", "mfa_active", "mfa_kind"];

  test("nothing counts while nobody knows which is newer, but the kind of device, which the report does not tell", async () => {
    const reading = await readFiles(files);
    expect(pick(reading.root(), ...columns, "keys_contradiction")).toEqual({
      password_enabled: null,
      access_keys: null,
      active_keys: 1,
      mfa_active: true,
      mfa_kind: "hardware",
      keys_contradiction: "credential report: yes, root session: no",
    });
  });

  test("the newer counts", async () => {
    const later = await readFiles({ ...files, ...document(listed, "2026-11-20T09:00:00Z") });
    expect(pick(later.root(), ...columns)).toMatchObject({ password_enabled: false, access_keys: 0 });
    const earlier = await readFiles({ ...files, ...document(listed, "2026-11-20T07:00:00Z") });
    expect(pick(earlier.root(), ...columns)).toMatchObject({ password_enabled: true, access_keys: 1 });
  });
});
