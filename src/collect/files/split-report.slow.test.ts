import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitReport } from "./split-report.js";

const HEADER = ["user", "arn", "note"];
const split = (text: string, header: readonly string[] = HEADER) => [...splitReport([text], header)];
/** Rows as `line: field|field`, bad lines as `line! reason`. */
const short = (text: string) =>
  split(text).map((row) =>
    "fields" in row ? `${row.line}: ${row.fields.join("|")}` : `${row.line}! ${row.reason}`,
  );

describe("rows", () => {
  test.each([
    ["LF and no line end at the end, as AWS has it", "h\na,1,x\nb,2,y", ["2: a|1|x", "3: b|2|y"]],
    ["CRLF", "h\r\na,1,x\r\nb,2,y\r\n", ["2: a|1|x", "3: b|2|y"]],
    ["CR alone", "h\ra,1,x\rb,2,y", ["2: a|1|x", "3: b|2|y"]],
    ["a mixture of line ends", "h\r\na,1,x\nb,2,y\r\nc,3,z", ["2: a|1|x", "3: b|2|y", "4: c|3|z"]],
    [
      "blank lines count as lines but are no rows",
      "h\n\na,1,x\n  \t\n\r\nb,2,y\n\n",
      ["3: a|1|x", "6: b|2|y"],
    ],
    ["a comma at the end of a row", 'h\na,1,x,\n"b",2,,\n', ["2: a|1|x", "3: b|2|"]],
    ["empty fields", "h\na,,\n,,", ["2: a||", "3: ||"]],
    ["a comma in quotes", 'h\n"a,b",1,x', ["2: a,b|1|x"]],
    ["quotes in quotes", 'h\n"a""b""",1,""', ['2: a"b"|1|']],
    ["a quote that does not begin a field is a quote", 'h\na"b,1,x', ['2: a"b|1|x']],
    ["a line end in a column that nobody reads", 'h\na,1,"x\ny"\nb,2,z', ["2: a|1|x\ny", "4: b|2|z"]],
    ["nothing but a header", "h", []],
    ["nothing but a header and its end", "h\n", []],
    ["nothing", "", []],
  ])("%s", (_, text, rows) => {
    expect(short(text)).toEqual(rows);
  });
});

describe("a bad line costs itself and no other", () => {
  test.each([
    ["too few columns", "h\na,1\nb,2,y", ["2! 2 columns instead of 3", "3: b|2|y"]],
    ["too many columns", "h\na,1,x,z\nb,2,y", ["2! 4 columns instead of 3", "3: b|2|y"]],
    ["too many empty columns", "h\na,1,x,,\nb,2,y", ["2! 5 columns instead of 3", "3: b|2|y"]],
    ["an open quote", 'h\n"a,1,x\nb,2,y\nc,3,z', ["2! a quote is never closed", "3: b|2|y", "4: c|3|z"]],
    [
      "an open quote, and quotes behind it",
      'h\n"a,1,x\n"b",2,y\n"c,d",3,z',
      ["2! text follows a closing quote", "3: b|2|y", "4: c,d|3|z"],
    ],
    [
      "an open quote in every line",
      'h\n"a,1,x\n"b,2,y\n"c,3,z',
      ["2! text follows a closing quote", "3! text follows a closing quote", "4! a quote is never closed"],
    ],
    ["an open quote in the last field", 'h\na,1,"x\nb,2,y', ["2! a quote is never closed", "3: b|2|y"]],
    ["text behind a quoted field", 'h\n"a"b,1,x\nb,2,y', ["2! text follows a closing quote", "3: b|2|y"]],
    [
      "a line end in a column that is read",
      'h\na,"1\n2",x\nb,2,y',
      ["2! arn has a line end in it", "3! 2 columns instead of 3", "4: b|2|y"],
    ],
    [
      "a quote that closes so far away that it must be another's",
      `h\na,1,"x\n${"b,2,y\n".repeat(20_000)}"`,
      [
        "2! a quote is never closed",
        ...Array.from({ length: 20_000 }, (_, i) => `${i + 3}: b|2|y`),
        "20003! a quote is never closed",
      ],
    ],
  ])("%s", (_, text, rows) => {
    expect(short(text)).toEqual(rows);
  });

  test("is given with its text", () => {
    expect(split('h\n"a,1\r\nb,2,y')[0]).toEqual({
      line: 2,
      text: '"a,1',
      reason: "a quote is never closed",
    });
  });
});

/** A field as some program may write it: quoted where it must be, and now and then where it need not. */
const field = fc.tuple(fc.string({ unit: "binary" }), fc.boolean());
const written = ([text, quoted]: [string, boolean]) =>
  quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

test("whatever a program writes into columns that nobody reads comes back as it was", () => {
  const header = ["a", "b", "c", "d"];
  const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
  const rows = fc.array(fc.array(field, { minLength: 4, maxLength: 4 }), { maxLength: 10 });
  fc.assert(
    fc.property(rows, lineEnd, fc.boolean(), (table, end, last) => {
      const text = [header.join(","), ...table.map((row) => row.map(written).join(","))].join(end);
      const expected = table.map((row) => row.map(([value]) => value));
      const found = split(last ? text + end : text, header).flatMap((row) =>
        "fields" in row ? [row.fields] : [],
      );
      expect(found).toEqual(expected);
    }),
  );
});

test("of any text every line is told once: as a row, as a bad line, or as part of a row before it", () => {
  const text = fc.array(fc.constantFrom('"', ",", "\n", "\r\n", "\r", "a", " ", '""', '","'), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(text, (parts) => {
      const source = `user,arn,note\n${parts.join("")}`;
      const lines = source.split(/\r\n|\n|\r/);
      const rows = split(source);
      let before = 1;
      for (const row of rows) {
        expect(row.line).toBeGreaterThan(before);
        before = row.line;
        if ("fields" in row) expect(row.fields.length).toBe(3);
        else expect(lines[row.line - 1]).toBe(row.text);
      }
      const multi = rows.some((row) => "fields" in row && /[\r\n]/.test(row.fields.join("")));
      const told = new Set(rows.map(({ line }) => line));
      const untold = lines.filter((line, i) => i > 0 && line.trim() !== "" && !told.has(i + 1));
      if (!multi) expect(untold).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("a text in pieces, cut anywhere, is the same as the whole", () => {
  const part = fc.constantFrom('"', ",", "\n", "\r\n", "\r", "a", "é", '""', 'x,1,"y\nz"\n', "b,2,w\n");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 60 }), fc.array(fc.nat(200)), (parts, cuts) => {
      const text = `user,arn,note\n${parts.join("")}`;
      const places = [0, ...cuts.filter((at) => at < text.length).sort((a, b) => a - b), text.length];
      const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
      expect([...splitReport(pieces, HEADER)]).toEqual(split(text));
    }),
  );
});

test("of a text of many pieces no more than some of them is held, and no line is lost at their borders", () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `user-${i},${i},${i % 7 === 0 ? '"a\nb"' : "c"}\r\n`);
  const text = `h\r\n${rows.join("")}`;
  const pieces = Array.from({ length: Math.ceil(text.length / 10_007) }, (_, i) =>
    text.slice(i * 10_007, (i + 1) * 10_007),
  );
  const found = [...splitReport(pieces, HEADER)];
  expect(found).toEqual(split(text));
  expect(found.length).toBe(60_000);
});

test("a line that is longer than any row costs itself alone, wherever pieces end", () => {
  const long = "x".repeat(2_000_000);
  const text = `h\na,1,x\n${long}\nb,2,y`;
  const pieces = [text.slice(0, 700_000), text.slice(700_000, 1_500_000), text.slice(1_500_000)];
  expect([...splitReport(pieces, HEADER)].map((row) => ("fields" in row ? row.line : row.reason))).toEqual([
    2,
    "it has more than 262144 characters",
    4,
  ]);
});

test("of a line that is longer than a string can be no more is held than tells that it is no row", () => {
  function* pieces(): Generator<string> {
    const piece = "x".repeat(4 << 20);
    yield "h\na,1,x\n";
    for (let count = 0; count < 140; count += 1) yield piece;
    yield "\nb,2,y\n";
    for (let count = 0; count < 140; count += 1) yield piece;
  }
  const found = [...splitReport(pieces(), HEADER)];
  expect(found.map((row) => ("fields" in row ? row.fields : [row.reason, row.text.length]))).toEqual([
    ["a", "1", "x"],
    ["it has more than 262144 characters", 8192],
    ["b", "2", "y"],
    ["it has more than 262144 characters", 8192],
  ]);
});
