import { expect, test } from "vitest";
import { loadFrameworks } from "../../src/assess/frameworks.js";
import { frameworkReference } from "./framework-reference.js";

test("docs/frameworks.md is what frameworks/ says; `npm run docs` renews it", async () => {
  const text = frameworkReference(await loadFrameworks());
  await expect(text).toMatchFileSnapshot("../../docs/frameworks.md");
});
