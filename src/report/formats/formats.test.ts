import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FORMATS, type FormatName } from "./formats.js";
import type { OutputRecord } from "./records.js";

async function print(format: FormatName, records: readonly OutputRecord[]): Promise<string> {
  async function* each() {
    yield* records;
  }
  let text = "";
  for await (const piece of FORMATS[format](each())) text += piece;
  return text;
}

const RECORDS = [
  { name: "ann", count: 12, tags: { a: 1 }, none: null },
  { name: 'b,"c"\n', count: 3, tags: [], none: null },
];

describe("formats of lists", () => {
  test("csv quotes what it must", async () => {
    expect(await print("csv", RECORDS)).toBe(
      'name,count,tags,none\nann,12,"{""a"":1}",\n"b,""c""\n",3,[],\n',
    );
  });

  test("csv disarms what a spreadsheet takes for a formula, but not numbers", async () => {
    const cells = ["=1+1", "+1", "-1", "@x", "\tx"].map((name) => ({ name, n: -1 }));
    const rows = parse(await print("csv", cells), { columns: true }) as { name: string; n: string }[];
    for (const row of rows) expect([row.name.startsWith("'"), row.n]).toEqual([true, "-1"]);
  });

  test("csv brings any text back (but for the apostrophe)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 40 }), async (name) => {
        const [row] = parse(await print("csv", [{ name, last: 1 }]), {
          columns: true,
          record_delimiter: "\n",
        }) as { name: string }[];
        expect(row?.name.replace(/^'(?=[=+\-@\t\r])/, "")).toBe(name.replace(/^'(?=[=+\-@\t\r])/, ""));
      }),
    );
  });

  test("json and ndjson are what their names say, also when empty", async () => {
    expect(JSON.parse(await print("json", RECORDS))).toEqual(RECORDS);
    expect(await print("json", [])).toBe("[]\n");
    expect(
      (await print("ndjson", RECORDS))
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(RECORDS);
    for (const format of ["csv", "ndjson", "table"] as const) expect(await print(format, [])).toBe("");
  });

  test("the table lines up and obeys no control characters", async () => {
    const text = await print("table", [
      { name: "a\u001b[31m\u202eb\r\n", n: 5 },
      { name: "longer name than that one", n: 1234 },
    ]);
    expect(text.split("\n")).toEqual([
      "NAME                               N",
      "a\\u{1b}[31m\\u{202e}b\\u{d}\\u{a}     5",
      "longer name than that one       1234",
      "",
    ]);
  });
});
