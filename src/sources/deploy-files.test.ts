import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { AUDIT_ROLE } from "../model/permissions.js";
import { DEPLOY_FILES, fillSection } from "./deploy-files.js";
import { scopePolicy } from "./permission-policy.js";

const deployed = (file: string) => readFileSync(new URL(`../../deploy/${file}`, import.meta.url), "utf8");

test.each(DEPLOY_FILES.map(({ file }) => file))(
  "deploy/%s is up to date (else: npm run build, node scripts/deploy.mjs)",
  (file) => {
    const current = deployed(file);
    expect(DEPLOY_FILES.find((each) => each.file === file)?.render(current)).toBe(current);
  },
);

test("the templates name the role as the policy of the organization does", () => {
  for (const file of ["cloudformation/iamspect-role.yaml", "terraform/variables.tf", "README.md"]) {
    expect(deployed(file)).toContain(AUDIT_ROLE);
  }
  expect(deployed("iamspect-organization.json")).toContain(`role/${AUDIT_ROLE}"`);
});

test("the CloudFormation template grants exactly the read-only policy, to who says the external id", () => {
  const template = parse(deployed("cloudformation/iamspect-role.yaml"), {
    customTags: [
      { tag: "!Ref", resolve: (value: string) => ({ Ref: value }) },
      { tag: "!GetAtt", resolve: (value: string) => value },
      { tag: "!If", collection: "seq" },
      { tag: "!Not", collection: "seq" },
      { tag: "!Equals", collection: "seq" },
    ],
  });
  const role = template.Resources.AuditRole.Properties;
  expect(role.Policies).toHaveLength(1);
  expect(role.Policies[0].PolicyDocument).toEqual(scopePolicy("account"));
  expect(role.ManagedPolicyArns).toBeUndefined();
  const [trust] = role.AssumeRolePolicyDocument.Statement;
  expect(trust.Condition.StringEquals["sts:ExternalId"]).toEqual({ Ref: "ExternalId" });
  expect(template.Parameters.ExternalId).toMatchObject({ NoEcho: true, MinLength: 16 });
});

test("a section is replaced with its indentation; one that is not there is an error", () => {
  const text = "a\n  # BEGIN generated: x (y)\n  old\n  # END generated: x\nb\n";
  expect(fillSection(text, "x", ["new", "", "  deep"])).toBe(
    "a\n  # BEGIN generated: x (y)\n  new\n\n    deep\n  # END generated: x\nb\n",
  );
  expect(() => fillSection(text, "z", [])).toThrow("no section z");
});
