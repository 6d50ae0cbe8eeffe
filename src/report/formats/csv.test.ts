import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { OutputRecord } from "../../model/results/record.js";
import { EXCEPTION, FINDING, findingStream } from "../../model/results/test-finding.js";
import { plainText } from "../text.js";
import { batches, RECORDS, rendered } from "./test-render.js";

const csv = async (rows: OutputRecord[]) => await rendered("csv", "rows", batches(rows));

test("it quotes what it must, under one header", async () => {
  expect(await csv(RECORDS)).toBe('name,count,tags,none\nann,12,a=1,\n"b,""c""\n",3,,\n');
  expect(await rendered("csv", "rows", batches([{ a: 1 }], [], [{ a: 2 }]))).toBe("a\n1\n2\n");
  expect(await csv([])).toBe("");
});

test("a finding is one row without JSON: what has parts has columns, and the old columns stand first", async () => {
  const text = await rendered("csv", "findings", findingStream([[{ ...FINDING, exception: EXCEPTION }]]));
  const [row = {}] = parse(text, { columns: true }) as Record<string, string>[];
  expect(Object.keys(row).slice(0, 2)).toEqual(["finding_id", "control_id"]);
  expect(row).toMatchObject({
    exception: "x1",
    exception_expires: "2027-01-31",
    evidence: "active=true, created_at=2020-01-01T00:00:00Z",
    account_name: "shop-prod",
    owner: "web",
    remediation_command: FINDING.remediation.cli,
    frameworks: "cis_v5.0 1.13; security_hub IAM.3",
    exception_command: FINDING.exception_command,
  });
  expect(Object.values(row).filter((cell) => /[{[]/.test(cell))).toEqual([]);
});

test("it disarms what a spreadsheet takes for a formula, but not numbers", async () => {
  const cells = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\tx",
    "\n=1",
    "\nx",
    "  =1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
  ].map((name) => ({ name, n: -1 }));
  const rows = parse(await csv(cells), { columns: true }) as { name: string; n: string }[];
  for (const row of rows) expect([row.name.startsWith("'"), row.n]).toEqual([true, "-1"]);
});

test("it disarms titles, too", async () => {
  expect(await csv([{ "=cmd": 1, "a\u001b[31m": 2 }])).toBe("'=cmd,a\\u{1b}[31m\n1,2\n");
});

test("it shows what is invisible, and keeps the lines of a cell", async () => {
  expect(await csv([{ name: "a\u001b[2J\rb\u009b\u202e\n\tc" }])).toBe(
    'name\n"a\\u{1b}[2J\\u{d}b\\u{9b}\\u{202e}\n\tc"\n',
  );
});

test("it brings any text back (but for the apostrophe, and what is invisible)", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 40 }), async (name) => {
      const text = await csv([{ name, last: 1 }]);
      const [row] = parse(text, { columns: true, record_delimiter: "\n" }) as { name: string }[];
      const shown = name.replace(/[^\t\n]+/g, (part) => plainText(part));
      expect([shown, `'${shown}`]).toContain(row?.name);
    }),
  );
});
