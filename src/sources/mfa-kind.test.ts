import { expect, test } from "vitest";
import { mfaKind } from "./mfa-kind.js";

const VIRTUAL = "arn:aws:iam::111122223333:mfa/team/ann";
const FIDO = "arn:aws-us-gov:iam::111122223333:u2f/user/ann/key-ABCDEF";
const SMS = "arn:aws:iam::111122223333:sms-mfa/ann";
const TOKEN = "GAKT12345678";

test.each([
  [[], null],
  [[VIRTUAL], "virtual"],
  [[FIDO], "fido"],
  [[TOKEN], "hardware"],
  [[SMS], "sms"],
  [[FIDO, FIDO], "fido"],
  [[VIRTUAL, TOKEN], "mixed"],
  [["mfa/ann"], "hardware"],
])("%j is %s", (serials, kind) => {
  expect(mfaKind(serials)).toBe(kind);
});
