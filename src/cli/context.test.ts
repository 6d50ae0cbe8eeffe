import { expect, test } from "vitest";
import { screenWidth } from "./context.js";

test.each([
  ["the terminal's", { COLUMNS: "100" }, 120, 120],
  ["else what COLUMNS says", { COLUMNS: "100" }, undefined, 100],
  ["else 80", {}, undefined, 80],
  ["80 for what is no number", { COLUMNS: "wide" }, undefined, 80],
  ["80 for a terminal that does not know", { COLUMNS: "0" }, 0, 80],
  ["never less than 40", {}, 10, 40],
])("the width is %s", (_, env, columns, width) => {
  expect(screenWidth(env, columns)).toBe(width);
});
