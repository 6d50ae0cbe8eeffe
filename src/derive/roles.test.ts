import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inFolder } from "../collect/files/test-support.js";
import { deriveFiles, type Files } from "./test-deriving.js";

const fixture = (name: string): Files => {
  const path = `111122223333/${name}.json`;
  return { [path]: readFileSync(new URL(`fixtures/users-and-roles/${path}`, import.meta.url), "utf8") };
};

test("a user who may only assume a role that asks for MFA reaches nothing without it", async () => {
  await inFolder(async (folder) => {
    const files = {
      ...fixture("authorization-details"),
      ...fixture("credential-report"),
      "111122223333/describe-organization.json": {
        __type: "AWSOrganizationsNotInUseException",
        Message: "none",
      },
    };
    const { user: of } = await deriveFiles(folder, files);
    expect(of("dan-chain").mfa).toMatchObject({
      console_verdict: "enforced",
      console_by: ["trust"],
      key_verdict: "enforced",
      key_by: ["trust"],
      key_open_actions: 0,
    });
    expect(of("dan-chain").privilege).toMatchObject({
      tier_no_mfa: "none",
      tier_mfa: "escalation",
      rules_mfa: ["sts-001"],
    });
  });
});
