import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { peerFiles } from "../../test/peer-cases.js";
import { peerReference } from "./peer-reference.js";

const PLACE = "../../docs/peers.md";

test("docs/peers.md is what test/fixtures/peers/ says; `npm run docs` renews it", async () => {
  const current = readFileSync(new URL(PLACE, import.meta.url), "utf8");
  await expect(peerReference(current, peerFiles())).toMatchFileSnapshot(PLACE);
});

test("what is written by hand stays, and each service has its section", () => {
  const text = peerReference("# By hand\n", peerFiles());
  expect(text).toMatch(/^# By hand\n/);
  for (const { service } of peerFiles()) expect(text).toContain(`## ${service}\n`);
  expect(peerReference(text, peerFiles())).toBe(text);
});

test("every control that is compared exists", () => {
  const services = [
    "access-analyzer",
    "account",
    "cloudtrail",
    "config",
    "ec2",
    "iam",
    "identity-center",
    "rds",
    "s3",
  ];
  for (const id of peerFiles().flatMap(({ checks }) => Object.keys(checks))) {
    const found = services.some((service) =>
      existsSync(new URL(`../../controls/${service}/${id}/control.yaml`, import.meta.url)),
    );
    expect(found, id).toBe(true);
  }
});
