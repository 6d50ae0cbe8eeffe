import { expect, test } from "vitest";
import { configCheck, networkChecks, nodeCheck } from "./machine-checks.js";

test.each([
  ["20.19.0", "ok"],
  ["20.20.2", "ok"],
  ["22.0.0", "ok"],
  ["100.0.0", "ok"],
  ["20.18.9", "error"],
  ["18.99.0", "error"],
])("Node.js %s: %s", (version, status) => {
  expect(nodeCheck(version)).toMatchObject({ check: "node", status });
});

test("settings that have no effect are warned of; empty ones are none", () => {
  expect(networkChecks({ HTTPS_PROXY: "", PATH: "/bin" })).toEqual([]);
  const [proxy, certificates] = networkChecks({
    https_proxy: "http://p",
    ALL_PROXY: "x",
    AWS_CA_BUNDLE: "/ca",
  });
  expect(proxy).toMatchObject({
    status: "warning",
    detail: expect.stringMatching(/^https_proxy, ALL_PROXY have no/),
  });
  expect(certificates?.detail).toContain("NODE_EXTRA_CA_CERTS");
});

test("with NODE_EXTRA_CA_CERTS there is nothing to say of AWS_CA_BUNDLE", () => {
  expect(networkChecks({ AWS_CA_BUNDLE: "/ca", NODE_EXTRA_CA_CERTS: "/ca" })).toEqual([]);
});

test("a configuration that was named must be there", async () => {
  expect(await configCheck("/nowhere/iamspect.yaml")).toMatchObject({
    status: "error",
    detail: expect.stringContaining("/nowhere/iamspect.yaml"),
  });
});
