import { expect, test } from "vitest";
import { formatsOf } from "./index.js";
import { rendered } from "./test-render.js";

test("a command offers the formats that can render one of its results", () => {
  const forMachines = ["sarif", "ocsf", "asff", "junit", "github"];
  expect(formatsOf(["findings"])).toEqual(["table", "json", "ndjson", "csv", "markdown", ...forMachines]);
  expect(formatsOf(["audit"])).toEqual(["table", "json", "ndjson", "csv", "markdown", "junit", "github"]);
  expect(formatsOf(["explanation"])).toEqual(["table", "json"]);
  expect(formatsOf(["control"])).toEqual(["table", "json", "ndjson"]);
  expect(formatsOf(["control", "cases"])).toEqual(["table", "json", "ndjson", "csv"]);
  expect(formatsOf([])).toEqual([]);
});

test("a format that cannot render a result says which can", async () => {
  await expect(rendered("csv", "control", [])).rejects.toMatchObject({
    code: "bad_option",
    exitCode: 2,
    fix: "Choose from: table, json, ndjson.",
  });
});
