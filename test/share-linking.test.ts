import { cpSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linked } from "../src/analyse/share/test-attacker.js";
import { type Share, shareSchema } from "../src/model/share.js";
import { type DemoFolder, demoFolder } from "./demo-folder.js";
import { runCli } from "./run-cli.js";
import { textsIn } from "./share-support.js";

const DEMO = ["--demo"];
let folder: DemoFolder;
const run = (...args: string[]) => runCli(args, { cwd: folder.dir });
async function ok(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}
const shares = (texts: ReadonlyMap<string, string>): Share[] =>
  [...texts.values()].map((text) => shareSchema.parse(JSON.parse(text)));

beforeAll(async () => {
  folder = await demoFolder();
  await ok("share", ...DEMO, "--all", "--out", "exact", "--yes");
  // With ids that stay the same, so that the test knows who is who.
  cpSync(join(folder.dir, ".iamspect-demo", "lake"), join(folder.dir, "months"), { recursive: true });
  await ok("demo", "month-later", "--later", "1");
  await ok("audit", "month-later", "--lake", "months");
});
afterAll(() => folder?.remove());

/** One who has the files of two months, and no ids. */
describe("shared files", () => {
  test("are linked by their counts, whatever their ids: as many organizations as docs/share.md says", async () => {
    const links = async (...args: string[]) => {
      const month = async (name: string, out: string) => {
        await ok("share", "--lake", "months", "--snapshot", name, "--all", "--out", out, "--yes", ...args);
        return shares(textsIn(join(folder.dir, out)));
      };
      const place = args.join("");
      const found = linked(
        await month("previous", `earlier${place}`),
        await month("latest", `later${place}`),
      );
      const right = [...found].filter(([one, other]) => one.organization === other?.organization);
      return { right: right.length, all: found.size };
    };
    const [exactly, coarsely] = [await links(), await links("--min-cell", "5")];
    console.log(`linked: ${exactly.right} of ${exactly.all}, with cells of 5 ${coarsely.right}`);
    expect(exactly.right).toBeGreaterThan(0.9 * exactly.all);
    expect(coarsely.right).toBeGreaterThan(0.4 * coarsely.all);
    expect(coarsely.right).toBeLessThan(exactly.right);
  });

  test("with fresh ids are said to hide no counts", async () => {
    const { stderr } = await run("share", ...DEMO, "--all", "--fresh-id", "--out", "fresh", "--yes");
    expect(stderr.replace(/\s+/g, " ")).toContain("no id is needed");
  });

  test("say nothing by their times, nor by the order in which they were written", () => {
    const files = readdirSync(join(folder.dir, "exact")).map((name) => ({
      name,
      ...statSync(join(folder.dir, "exact", name), { bigint: true }),
    }));
    expect(new Set(files.map(({ mtimeNs }) => Number(mtimeNs) / 1e9))).toEqual(
      new Set([Date.UTC(2021, 0, 1) / 1000]),
    );
    const written = [...files].sort((a, b) => (a.ctimeNs < b.ctimeNs ? -1 : 1)).map(({ name }) => name);
    expect(written).toEqual([...written].sort());
  });
});
