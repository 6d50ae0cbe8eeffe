import { expect, test } from "vitest";
import { loadControls } from "./load.js";
import { type ReasonFacts, reasonText } from "./reason.js";

const controls = await loadControls();
const control = (id: string) => {
  const found = controls.find(({ declaration }) => declaration.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const facts: ReasonFacts = {
  status: "fail",
  accountId: "111122223333",
  subjectArn: "arn:aws:iam::111122223333:user/team/ann",
  subjectKind: "iam_user",
  credential: "access_key",
  slot: 2,
  agedFrom: 1_577_836_800,
  asOf: 1_611_446_400,
  evidence: {},
  parameters: new Map([["max_age_days", 90]]),
};

test("the template is filled with the finding's values", () => {
  expect(reasonText(control("user-key-rotation"), facts)).toBe(
    "The access key 2 of ann was created 2020-01-01, 389 days before the audit (limit 90).",
  );
});

test("an unknown verdict says what would settle it, by the evidence there is", () => {
  const unknown = (evidence: Record<string, unknown>) =>
    reasonText(control("user-console-mfa"), {
      ...facts,
      status: "unknown",
      credential: null,
      slot: null,
      evidence,
    });
  expect(unknown({ device_registered: false, scps_known: false })).toContain("collect the SCPs");
  expect(unknown({ device_registered: false, scps_known: false })).toContain("--standalone 111122223333");
  expect(unknown({ device_registered: false, scps_known: null })).toContain("more work than is allowed");
  expect(unknown({ device_registered: null, scps_known: null })).toContain("no readable row");
});

test("what an account lacks is told with whom that concerns", () => {
  const text = (control_id: string, evidence: object) =>
    reasonText(control(control_id), {
      ...facts,
      status: "unknown",
      subjectKind: "account",
      evidence: {
        missing: "credential_report",
        status: "denied",
        detail: "iam:GetCredentialReport",
        ...evidence,
      },
    });
  const head = "The credential report of account 111122223333 is missing: denied (iam:GetCredentialReport).";
  expect(text("user-unused", { count: 1, unlisted: 1, judged: 0 })).toBe(
    `${head} None of its users could be judged.`,
  );
  expect(
    text("user-unused", { count: 1, unlisted: 1, judged: 0, region: "us-east-1", regions: 3 }),
  ).toContain("The credential report of account 111122223333 in us-east-1 and 2 more Regions is missing: ");
  expect(text("user-unused", { count: 3, unlisted: 1, judged: 1200 })).toBe(
    `${head} It may have more users than the 1,200 that could be judged.`,
  );
  expect(text("user-unused", { count: 2, unlisted: 0, judged: 1200 })).toBe(
    `${head} 2 of its 1,202 users could not be judged.`,
  );
  expect(text("user-unused", { count: 1500, unlisted: 0, judged: 0 })).toBe(
    `${head} None of its 1,500 users could be judged.`,
  );
  expect(text("root-mfa", { count: 1, unlisted: 0, judged: 0 })).toBe(
    `${head} Its root user could not be judged.`,
  );
});

test("use and creation are told apart, and an administrator is called one", () => {
  const used = (last_used_at: number | null) =>
    reasonText(control("user-unused-credential"), { ...facts, evidence: { last_used_at } });
  expect(used(null)).toContain(
    "was made 2020-01-01, 389 days before the audit, and no use of it is recorded",
  );
  expect(used(1_577_836_800)).toContain("was last used 2020-01-01, 389 days before the audit");
  const admin = (evidence: object) =>
    reasonText(control("user-admin"), { ...facts, evidence: { ...evidence } });
  expect(admin({ tier_mfa: "admin", tier_no_mfa: "admin" })).toBe(
    "ann is an administrator, even without MFA.",
  );
  expect(admin({ tier_mfa: "admin-equivalent", tier_no_mfa: "none" })).toBe(
    "ann can make itself an administrator in one step once it has signed in with MFA; without MFA it reaches nothing harmful.",
  );
});

test("a text may be for a value of a parameter", () => {
  const text = (id: string, days: number) =>
    reasonText(control(id), {
      ...facts,
      evidence: { provider_name: "okta", certificate_name: "www" },
      parameters: new Map([["days_left", days]]),
    });
  expect(text("saml-provider-expired", 0)).toBe(
    "The metadata of the SAML provider okta expired on 2020-01-01.",
  );
  expect(text("server-certificate-expired", 0)).toBe("The server certificate www expired on 2020-01-01.");
  expect(text("server-certificate-expired", 30)).toBe(
    "The server certificate www is valid until 2020-01-01, which is less than 30 days after the audit.",
  );
});

test("of a long list the first few are named, and how many more there are", () => {
  const text = (rules_mfa: string[]) =>
    reasonText(control("user-privilege-escalation"), {
      ...facts,
      credential: null,
      slot: null,
      evidence: { rules_mfa },
    });
  expect(text(["a", "b"])).toContain("a, b");
  expect(text(["a", "b", "c", "d", "e", "f", "g"])).toContain("a, b, c, d, e and 2 more");
  expect(text([])).toContain("none");
});

test("no control leaves a placeholder unfilled", () => {
  for (const one of controls) {
    const parameters = new Map(
      Object.entries(one.declaration.parameters).map(([name, { default: value }]) => [name, value]),
    );
    for (const status of ["fail", "pass", "unknown", "not_applicable"] as const) {
      const evidence = Object.fromEntries(one.declaration.evidence.fields.map((field) => [field, null]));
      expect(reasonText(one, { ...facts, status, evidence, parameters })).not.toMatch(/[{}]/);
    }
  }
});

test("a text that is missing is unknown, and no number", () => {
  const reason = (evidence: object) =>
    reasonText(control("database-public"), { ...facts, status: "pass", evidence: { ...evidence } });
  expect(reason({ instance_name: "a" })).toContain("(unknown)");
  expect(reason({ instance_name: "a" })).not.toContain("an unknown number of");
});
