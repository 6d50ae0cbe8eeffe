import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jsonSchemas } from "./schemas.js";

const FOLDER = new URL("../../docs/schemas/", import.meta.url);

test("docs/schemas/ is what the declarations say; `npm run docs` renews it", () => {
  const written = Object.fromEntries(
    readdirSync(FOLDER).map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"))]),
  );
  expect(written).toEqual(Object.fromEntries(jsonSchemas()));
});

test("defaults need not be written, and unknown members are refused in what people write", () => {
  const iamspect = jsonSchemas().get("iamspect.json");
  expect(iamspect).toMatchObject({ type: "object", required: ["version"], additionalProperties: false });
});
