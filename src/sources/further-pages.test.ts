import { expect, test } from "vitest";
import type { Reader } from "./document.js";
import { Evidence } from "./evidence.js";
import { SOURCES } from "./index.js";
import type { Source } from "./source.js";
import { TableRows } from "./table-rows.js";

/** Documents that other documents of their kind go on from, and why that is seen to elsewhere. */
const PAGES = ["UserDetailList: settlePages asks for the last page"];
/** Documents that are refused in any case: they do not say what they are about, or are not this kind after all. */
const REFUSED = /the document does not say|something else/;

const TOKENS = [
  { NextToken: "x" },
  { nextToken: "x" },
  { ContinuationToken: "x" },
  { Marker: "x" },
  { IsTruncated: true, Marker: "x" },
  { IsTruncated: true },
];
const WHOLE = [{}, { NextToken: null }, { NextToken: "" }, { IsTruncated: false, Marker: "left over" }];

async function problemsOf(reader: Reader, more: object): Promise<readonly string[]> {
  const rows = Object.assign(Object.create(TableRows.prototype), { add: () => undefined });
  const evidence = new Evidence(rows);
  const [member = ""] = reader.members;
  const place = { file: "a", inFile: "", folder: "111122223333", organization: undefined };
  const at = { ...place, region: "eu-central-1", rows, kind: "kind", evidence };
  const list =
    member === "" || member.startsWith("__") || Object.hasOwn(more, member) ? {} : { [member]: [] };
  const read = reader.read({ ...list, ...more }, at);
  return read ? evidence.problems.map(({ what }) => what) : ["something else"];
}

const readers = SOURCES.flatMap(({ kinds, documents }: Source) =>
  documents.map((reader, index) => ({ name: `${kinds[0]} ${index}: ${reader.members[0]}`, reader })),
);
const alone = readers.filter(({ reader }) => !PAGES.some((one) => one.startsWith(`${reader.members[0]}:`)));

test.each(alone)("a document that says that it is cut is not whole: $name", async ({ reader }) => {
  for (const token of TOKENS) {
    const problems = await problemsOf(reader, token);
    if (!problems.some((what) => REFUSED.test(what)))
      expect(problems).toContainEqual(expect.stringContaining("there are further pages"));
  }
  for (const none of WHOLE)
    expect(await problemsOf(reader, none)).not.toContainEqual(expect.stringContaining("further pages"));
});

test("each document that is a page is one", () => {
  expect(readers.length - alone.length).toBe(PAGES.length);
});
