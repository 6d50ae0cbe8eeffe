import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type CliResult, runCli, scratch } from "./run-cli.js";

const FILES = fileURLToPath(new URL("fixtures/ten-users", import.meta.url));

const day = (index: number) => `2024-06-${String(10 + index)}T00:00:00Z`;

test.each([0, 1])(
  "eight audits at once, and pruning to %i all the while: none meets a bug",
  {
    timeout: 0,
  },
  async (keep) => {
    const { dir: cwd, remove } = scratch();
    let done = false;
    const prunes: CliResult[] = [];
    const pruning = (async () => {
      while (!done) {
        prunes.push(await runCli(["snapshots", "prune", "--keep", String(keep), "--yes"], { cwd }));
      }
    })();
    const audits: CliResult[] = [];
    for (let round = 0; round < 4; round += 1) {
      // Two at a time make the same snapshot.
      const args = (index: number) => [
        "audit",
        FILES,
        "--standalone",
        "all",
        "--as-of",
        day(round * 4 + Math.floor(index / 2)),
      ];
      audits.push(
        ...(await Promise.all(Array.from({ length: 8 }, (_, index) => runCli(args(index), { cwd })))),
      );
    }
    done = true;
    await pruning;

    for (const { code, stderr } of prunes) expect({ code, stderr }).toMatchObject({ code: 0 });
    for (const { code, stderr } of audits) {
      expect(stderr).not.toContain("bug in iamspect");
      if (code !== 0) expect(stderr).toMatch(/The snapshot \S+ was pruned while this was at work/);
    }
    const last = await runCli(["audit", FILES, "--standalone", "all"], { cwd });
    expect(last.code).toBe(0);
    const verified = await runCli(["snapshots", "verify"], { cwd });
    expect(verified).toMatchObject({ code: 0 });
    const left = await runCli(["snapshots", "prune", "--keep", "99", "--format", "json"], { cwd });
    expect(JSON.parse(left.stdout)).toEqual([]);
    remove();
  },
);
