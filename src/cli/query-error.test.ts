import { expect, test } from "vitest";
import { queryError } from "./query-error.js";

test.each([
  ["Failed to extract statements: Parser Error: syntax error at or near x", /single quotes/],
  ["Catalog Error: Table with name nope does not exist!", /--schema` lists the tables/],
  ['Binder Error: Referenced column "nope" not found in FROM clause!', /--schema TABLE/],
  ["Only one SELECT is run: 2 statements were given.", /reads, and changes nothing/],
  ['Permission Error: Cannot access file "x"', /no file, no network/],
  ["Conversion Error: Could not convert", /--schema/],
])("%s has a way out", (said, fix) => {
  const error = queryError(said);
  expect(error.fix).toMatch(fix);
  expect(error.what).not.toContain("extract statements");
});
