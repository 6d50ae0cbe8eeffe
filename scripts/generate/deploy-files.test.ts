import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { AUDIT_ROLE } from "../../src/model/permissions.js";
import { scopePolicy } from "../../src/sources/permission-policy.js";
import { DEPLOY_FILES, fillSection } from "./deploy-files.js";

const deployed = (file: string) => readFileSync(new URL(`../../deploy/${file}`, import.meta.url), "utf8");

test.each(DEPLOY_FILES)(
  "deploy/$file is what the permissions say; `npm run docs` renews it",
  async ({ file, render }) => {
    await expect(render(deployed(file))).toMatchFileSnapshot(`../../deploy/${file}`);
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
