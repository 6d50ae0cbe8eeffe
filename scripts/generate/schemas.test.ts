import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { jsonSchemas } from "./schemas.js";

const FOLDER = new URL("../../docs/schemas/", import.meta.url);

test.each([...jsonSchemas()])(
  "docs/schemas/%s is what the declaration says; `npm run docs` renews it",
  async (name, schema) => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(`../../docs/schemas/${name}`);
  },
);

test("docs/schemas/ holds no schema of a format that is gone", () => {
  expect(readdirSync(FOLDER).sort()).toEqual([...jsonSchemas().keys()].sort());
});

test("defaults need not be written, and unknown members are refused in what people write", () => {
  const iamspect = jsonSchemas().get("iamspect.json");
  expect(iamspect).toMatchObject({ type: "object", required: ["version"], additionalProperties: false });
});
