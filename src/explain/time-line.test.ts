import { expect, test } from "vitest";
import { timeLine } from "./time-line.js";

const NOTHING = { password_enabled: false, access_key_1_active: false, access_key_2_active: false };
const names = (user: Record<string, string | number | boolean | null>) =>
  timeLine({ ...NOTHING, ...user }, []).map(({ kind, slot, state }) => [kind, slot, state]);

test("a user without credentials has none", () => {
  expect(timeLine(NOTHING, [])).toEqual([]);
});

test("the oldest comes first, whatever its slot; what has no date comes last", () => {
  const user = {
    password_enabled: true,
    password_last_changed_at: null,
    access_key_1_active: true,
    access_key_1_created_at: 300,
    access_key_2_active: false,
    access_key_2_created_at: 100,
    certificate_1_active: true,
    certificate_1_created_at: 200,
  };
  expect(names(user)).toEqual([
    ["access_key", 2, "inactive"],
    ["signing_certificate", 1, "active"],
    ["access_key", 1, "active"],
    ["password", null, "active"],
  ]);
});

test("what is not known is said to be unknown, never left out", () => {
  const user = { password_enabled: null, access_key_1_active: null, access_key_2_active: null };
  expect(names(user)).toEqual([
    ["password", null, "unknown"],
    ["access_key", 1, "unknown"],
    ["access_key", 2, "unknown"],
  ]);
});

test("service credentials are there once: certificates come from the report's columns", () => {
  const others = [
    { kind: "signing_certificate", active: true, created_at: 5 },
    { kind: "ssh_public_key", credential_id: "APKA1", active: false, created_at: 7 },
    {
      kind: "service_specific_credential",
      credential_id: "ACCA1",
      service: "codecommit.amazonaws.com",
      active: true,
      created_at: 6,
      expires_at: 9,
    },
  ];
  const user = { ...NOTHING, certificate_2_active: true, certificate_2_created_at: 5 };
  expect(
    timeLine(user, others).map((one) => [one.kind, one.slot, one.credential_id, one.service, one.expires_at]),
  ).toEqual([
    ["signing_certificate", 2, null, null, null],
    ["service_specific_credential", null, "ACCA1", "codecommit.amazonaws.com", "1970-01-01T00:00:09Z"],
    ["ssh_public_key", null, "APKA1", null, null],
  ]);
});
