import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { A, B, C, evidenceFolder, keyRow, OF_ORG } from "./picture-support.js";

/** Lakes in which something is odd: other settings, broken snapshots, lists that are cut off. */

const folder = evidenceFolder();
const { run, evidence, list } = folder;
afterAll(() => folder.remove());

describe("a lake with something odd in it", () => {
  const rotation = ["--control", "user-key-rotation"] as const;
  const twoDays = () => {
    evidence("x1", A, "2026-01-01", [keyRow(A, "one", "2025-12-01T00:00:00Z")]);
    evidence("x2", A, "2026-02-01", [
      keyRow(A, "one", "2025-12-01T00:00:00Z"),
      keyRow(A, "two", "2024-01-01T00:00:00Z"),
    ]);
  };

  test("news are found by the settings of this audit, whatever the last one had; and an audit heals lost settings", async () => {
    twoDays();
    const lake = ["--lake", "news"];
    await run("audit", "x1", ...lake, "--set", "user-key-rotation.max_age_days=2000");
    const newOnly = ["--fail-on", "medium", "--new-only"];
    expect((await run("audit", "x2", ...lake, ...rotation, ...newOnly)).code).toBe(3);
    expect(
      (
        await run(
          "audit",
          "x2",
          ...lake,
          ...rotation,
          ...newOnly,
          "--set",
          "user-key-rotation.max_age_days=2000",
        )
      ).code,
    ).toBe(0);
    expect((await run("audit", "x2", ...lake, "--new-only")).code).toBe(2);
    writeFileSync(join(folder.dir, "news", "audit.json"), '{"version":1,"set":[],"controls":["/gone"]}');
    expect((await run("findings", ...lake)).stderr).toContain(
      "/gone, by which the last audit judged, is gone",
    );
    expect((await run("audit", "x2", ...lake)).code).toBe(0);
    expect((await run("findings", ...lake)).code).toBe(0);
  });

  test("kept parameters say nothing of other controls, and give way to a configuration", async () => {
    const lake = ["--lake", "kept"];
    twoDays();
    await run("audit", "x2", ...lake, "--set", "user-key-rotation.max_age_days=20");
    expect((await run("findings", ...lake, "--control", "user-unused")).code).toBe(0);
    await run("audit", "x2", "--lake", "named", "--framework", "aws-config");
    expect((await run("findings", "--lake", "named", "--control", "user-unused")).code).toBe(0);
    writeFileSync(
      join(folder.dir, "loose.yaml"),
      "version: 1\ncontrols: {user-key-rotation: {max_age_days: 3000}}\n",
    );
    const loose = await run(
      "findings",
      ...lake,
      ...rotation,
      "--config",
      "loose.yaml",
      "--status",
      "fail",
      "--format",
      "json",
    );
    expect(JSON.parse(loose.stdout)).toEqual([]);
  });

  test("a broken snapshot is left out with a warning, and can be pruned", async () => {
    const lake = ["--lake", "broken"];
    twoDays();
    await run("audit", "x1", ...lake);
    await run("audit", "x2", ...lake);
    const [id = ""] = (await run("snapshots", "list", ...lake, "--format", "csv")).stdout
      .split("\n")
      .slice(-2);
    const snapshot = id.split(",")[0] ?? "";
    writeFileSync(join(folder.dir, "broken", "manifests", `${snapshot}.json`), "garbage");
    const shown = await run("findings", ...lake);
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining("snapshot 20260101T000000Z-")]);
    expect(shown.stderr).toContain(`warning: 1 snapshot is broken and left out: ${snapshot}.`);
    expect((await run("snapshots", "prune", "--keep", "9", ...lake)).stdout).toContain(snapshot);
    // The same files again make it whole again.
    expect((await run("audit", "x2", ...lake)).code).toBe(0);
    expect((await run("findings", ...lake)).stderr).not.toContain("broken");
  });

  test("a list that is cut off, and one that another organization has, make nobody leave", async () => {
    const lake = ["--lake", "lists"];
    evidence("l1", A, "2026-01-01", [keyRow(A, "one", "2025-12-01T00:00:00Z")]);
    list("l1", [A, B]);
    evidence("l2", B, "2026-02-01", [keyRow(B, "one", "2025-12-01T00:00:00Z")]);
    const Accounts = [{ Id: B, Arn: `${OF_ORG}/${B}`, Name: "b", State: "ACTIVE" }];
    writeFileSync(join(folder.dir, "l2", "accounts.json"), JSON.stringify({ Accounts, NextToken: "eyJ" }));
    await run("audit", "l1", ...lake);
    const cut = await run("audit", "l2", ...lake);
    expect(cut.stderr).toContain("the list of accounts is cut off");
    expect((await run("findings", ...lake)).stdout).toContain("2 accounts from 2 snapshots");
    evidence("l3", C, "2026-03-01", [keyRow(C, "one", "2025-12-01T00:00:00Z")]);
    const other = `arn:aws:organizations::${C}:account/o-z9y8x7w6v5`;
    writeFileSync(
      join(folder.dir, "l3", "accounts.json"),
      JSON.stringify({
        Accounts: [A, C].map((Id) => ({ Id, Arn: `${other}/${Id}`, Name: "x", State: "ACTIVE" })),
      }),
    );
    await run("audit", "l3", ...lake);
    evidence("l4", B, "2026-04-01", [keyRow(B, "one", "2025-12-01T00:00:00Z")]);
    list("l4", [B]);
    await run("audit", "l4", ...lake);
    // A is in the other organization by now: its old one does not miss it.
    expect((await run("findings", ...lake)).stdout).not.toContain("left the organization");
  });

  test("files go with no demonstration", async () => {
    expect((await run("audit", "a", "--demo")).code).toBe(2);
  });
});
