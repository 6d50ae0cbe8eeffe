import { expect, test } from "vitest";
import { drawGrants } from "./permissions.js";
import { Prng } from "./prng.js";
import { servicesOf } from "./services.js";
import { PROGRAMS, workloadOf } from "./workloads.js";

const NO_GRANTS = { groups: [], attached: [], inline: undefined, tags: [] };

test.each([
  ["backup-prod", "backup"],
  ["s3-upload", "s3-upload"],
  ["s3-upload-eu-02", "s3-upload"],
  ["gitlab-runner-old", "gitlab-runner"],
  ["backup-02", "backup"],
])("%s is a program called %s", (name, program) => {
  expect(workloadOf(name)?.names).toContain(program);
});

test.each(["ana.lopez", "workshop-01", "@oncall", "s3", ""])("%s is no program that is known", (name) => {
  expect(workloadOf(name)).toBeUndefined();
});

test("a program that may do something of its work uses that and nothing else", () => {
  for (const name of PROGRAMS) {
    const ways: [boolean, boolean][] = [true, false].flatMap((attached) => [
      [attached, true],
      [attached, false],
    ]);
    for (const way of ways) {
      const services = servicesOf({
        name,
        grants: drawGrants(new Prng(name), { kind: "service", name }, ...way),
      });
      const wanted = workloadOf(name)?.services ?? [];
      const others = services.filter((service) => !wanted.includes(service));
      expect(services.length).toBeGreaterThan(0);
      expect([name, others]).toEqual([name, others.length === services.length ? others : []]);
    }
  }
});

test.each([
  ["backup-prod", { ...NO_GRANTS, attached: ["AmazonS3FullAccess", "AmazonSQSFullAccess"] }, ["s3"]],
  ["ses-smtp", { ...NO_GRANTS, groups: ["Mailers"] }, ["ses"]],
  ["backup-prod", { ...NO_GRANTS, groups: ["Mailers"] }, ["ses"]],
  ["ana.lopez", NO_GRANTS, ["sts"]],
  ["ana.lopez", { ...NO_GRANTS, attached: ["BillingView"] }, ["budgets", "ce", "cur"]],
  ["ana.lopez", { ...NO_GRANTS, groups: ["Monitoring"] }, ["logs"]],
] as const)("%s with %j uses %j", (name, grants, services) => {
  expect(servicesOf({ name, grants })).toEqual(services);
});

test("who may do everything uses IAM, a power user does not", () => {
  const used = (policy: "AdministratorAccess" | "PowerUserAccess") =>
    servicesOf({ name: "ana.lopez", grants: { ...NO_GRANTS, attached: [policy] } });
  expect(used("AdministratorAccess")).toContain("iam");
  expect(used("PowerUserAccess")).toContain("ec2");
  expect(used("PowerUserAccess")).not.toContain("iam");
});
