import { expect, test } from "vitest";
import { render } from "./index.js";
import { batches, PLAIN, piecesOf, rendered } from "./test-render.js";

test("it lines up and obeys no control characters", async () => {
  const rows = [
    { name: "a\u001b[31m\u202eb\r\n", n: 5 },
    { name: "longer name than that one", n: 1234 },
  ];
  expect((await rendered("table", "rows", batches(rows))).split("\n")).toEqual([
    "NAME                               N",
    "a\\u{1b}[31m\\u{202e}b\\u{d}\\u{a}     5",
    "longer name than that one       1234",
    "",
  ]);
  expect(await rendered("table", "rows", batches())).toBe("(no rows)\n");
});

test("of many rows a thousand at a time, whatever batches they come in, under one heading", async () => {
  const row = (n: number) => ({ n });
  const rows = Array.from({ length: 2500 }, (_, n) => row(n));
  const pieces = await piecesOf("table", "rows", batches(rows.slice(0, 700), rows.slice(700)));
  expect(pieces.map((piece) => piece.trimEnd().split("\n").length)).toEqual([1001, 1000, 500]);
  expect(pieces.join("").match(/N\n/g)).toHaveLength(1);
});

test("times of a query are readable, where its columns are times", async () => {
  const rows = [
    { created_at: 1_577_836_800, n: 1_577_836_800 },
    { created_at: 9e15, n: 1 },
    { created_at: null, n: 2 },
  ];
  const text: string[] = [];
  const view = { ...PLAIN, times: new Set(["created_at"]) };
  for await (const piece of render("rows", batches(rows), "table", view)) text.push(piece);
  expect(
    text
      .join("")
      .split("\n")
      .map((line) => line.trim().split(/ +/)),
  ).toEqual([
    ["CREATED", "AT", "N"],
    ["2020-01-01T00:00:00Z", "1577836800"],
    ["9000000000000000", "1"],
    ["2"],
    [""],
  ]);
});

test("groups of findings leave out severities that none has", async () => {
  const none = { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };
  const group = {
    group: "111122223333",
    name: "shop",
    findings: 1_300,
    fail: 1_200,
    unknown: 100,
    ...none,
    low: 1_300,
  };
  const text = await rendered("table", "finding_groups", [group]);
  expect(text).toMatch(
    /^GROUP +NAME +FINDINGS +FAIL +UNKNOWN +LOW\n111122223333 +shop +1,300 +1,200 +100 +1,300\n$/,
  );
});

test("of a problem with an exception it does not say how grave it is: the last line does", async () => {
  const problem = { place: "e.yaml:3", id: "a", problem: "expired", serious: true, what: "expired" };
  expect(await rendered("table", "exception_problems", [problem])).not.toContain("SERIOUS");
  expect(await rendered("csv", "exception_problems", [problem])).toContain("serious");
});

test("records with more columns than the terminal has room for stand under each other", async () => {
  const wide = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`column_${n}`, `value ${n}`]));
  let text = "";
  for await (const piece of render("rows", batches([wide, wide]), "table", { ...PLAIN, width: 60 }))
    text += piece;
  const lines = text.split("\n");
  expect(lines.slice(0, 2)).toEqual(["column_0   value 0", "column_1   value 1"]);
  expect(lines[12]).toBe("");
  expect(lines.filter((line) => line.startsWith("column_11 ")).length).toBe(2);
});
