import { expect, test } from "vitest";
import { FINDING } from "../model/results/test-finding.js";
import { loadControls } from "./load.js";
import { remediationOf } from "./remediation.js";

const controls = await loadControls();
const control = (id: string) => {
  const found = controls.find(({ declaration }) => declaration.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

test("what is known of the finding stands in the command, what is not stays in capitals", () => {
  const rotation = control("user-key-rotation");
  expect(remediationOf(rotation, FINDING).cli).toBe(
    "aws iam update-access-key --user-name ann --access-key-id KEY --status Inactive",
  );
  const known = { ...FINDING, credential_id: "AKIAIOSFODNN7EXAMPLE" };
  expect(remediationOf(rotation, known).cli).toContain("--access-key-id AKIAIOSFODNN7EXAMPLE ");
  const policy = {
    ...FINDING,
    subject_kind: "iam_policy",
    subject_arn: "arn:aws:iam::111122223333:policy/all",
  };
  expect(remediationOf(control("policy-full-admin"), policy).cli).toContain(
    "--policy-arn arn:aws:iam::111122223333:policy/all ",
  );
});

test("a permission set is provisioned again, in the Region of its instance", () => {
  const set = {
    ...FINDING,
    subject_kind: "permission_set",
    subject_arn: "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
    region: "eu-central-1",
    evidence: { instance_arn: "arn:aws:sso:::instance/ssoins-1" },
  };
  for (const id of ["permission-set-admin", "permission-set-admin-session"])
    expect(remediationOf(control(id), set).cli).toContain(
      " && aws sso-admin provision-permission-set --instance-arn arn:aws:sso:::instance/ssoins-1 --permission-set-arn arn:aws:sso:::permissionSet/ssoins-1/ps-1 --target-type ALL_PROVISIONED_ACCOUNTS --region eu-central-1 ",
    );
});

test("a password is taken away otherwise than a key", () => {
  const unused = control("user-unused-credential");
  expect(remediationOf(unused, { ...FINDING, credential: "password" }).cli).toContain(
    "delete-login-profile --user-name ann ",
  );
  expect(remediationOf(unused, FINDING).cli).toContain("update-access-key");
});

test("a user whose only credential is a password loses that, and not a key that it does not have", () => {
  const unused = control("user-unused");
  const none = { access_key_1_active: false, access_key_2_active: null };
  const user = { ...FINDING, credential: null, slot: null };
  const only = { ...user, evidence: { password_active: true, ...none } };
  expect(remediationOf(unused, only).cli).toBe("aws iam delete-login-profile --user-name ann");
  const both = { ...user, evidence: { password_active: true, ...none, access_key_1_active: true } };
  expect(remediationOf(unused, both).cli).toContain("update-access-key");
});

test("a name that a shell would obey is quoted", () => {
  const dashed = { ...FINDING, subject_arn: "arn:aws:iam::111122223333:user/-x" };
  expect(remediationOf(control("user-key-rotation"), dashed).cli).toContain(" --user-name=-x ");
  const evil = { ...FINDING, subject_arn: "arn:aws:iam::111122223333:user/a'; rm -rf ~ #USER" };
  expect(remediationOf(control("user-key-rotation"), evil).cli).toContain(
    "--user-name 'a'\\''; rm -rf ~ #USER' --access-key-id",
  );
});

test("an ARN in a command is that of the subject: of users no command takes one", () => {
  const users = controls.filter(({ entity }) => /^(iam|root)_user$/.test(entity.kind));
  const arns = users.filter(({ declaration }) => / ARN\b/.test(declaration.remediation.cli));
  expect(arns.map(({ declaration }) => declaration.id)).toEqual([]);
});
