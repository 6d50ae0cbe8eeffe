import { expect, test } from "vitest";
import { ACCOUNT, csv, reportJson, root } from "./test-report.js";
import { pick, readFiles } from "./test-support.js";

const document = (value: object) => ({
  [`${ACCOUNT}/root-credentials.json`]: JSON.stringify({ RootCredentials: value }),
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

test("a report that is there wins, but for the kind of device, which it does not tell", async () => {
  const listed = { LoginProfile: false, AccessKeys: [], MFADevices: [{ SerialNumber: "GAKT1" }] };
  const report = reportJson(
    csv([root({ access_key_1_active: "true", access_key_1_last_rotated: "2016-01-01T00:00:00Z" })]),
  );
  const reading = await readFiles({ ...document(listed), [`${ACCOUNT}/report.json`]: report });
  expect(pick(reading.root(), "password_enabled", "active_keys", "mfa_active", "mfa_kind")).toEqual({
    password_enabled: true,
    active_keys: 1,
    mfa_active: true,
    mfa_kind: "hardware",
  });
});
