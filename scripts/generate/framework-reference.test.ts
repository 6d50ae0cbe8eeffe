import { expect, test } from "vitest";
import { loadFrameworks } from "../../src/assess/frameworks.js";
import { loadControls } from "../../src/assess/load.js";
import { frameworkReference } from "./framework-reference.js";

test("docs/frameworks.md is what frameworks/ says; `npm run docs` renews it", async () => {
  const controls = new Set((await loadControls()).map(({ declaration }) => declaration.id));
  const text = frameworkReference(await loadFrameworks(), controls);
  await expect(text).toMatchFileSnapshot("../../docs/frameworks.md");
});
