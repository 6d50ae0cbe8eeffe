import { expect, test } from "vitest";
import { PLAIN } from "./formats/test-render.js";
import { snapshotsText } from "./snapshots-text.js";

const snapshot = {
  snapshot_id: "20210124T000000Z-67c953",
  as_of: "2021-01-24T00:00:00Z",
  accounts: 1143,
  incomplete: 1,
  iam_users: 12_478,
  bytes: 1_130_272,
};

test("a snapshot is a line, with separators in its numbers", () => {
  const [titles, line] = snapshotsText([snapshot], PLAIN).split("\n");
  expect(titles?.split(/ {2,}/)).toEqual([
    ...["SNAPSHOT ID", "AS OF", "ACCOUNTS", "INCOMPLETE", "IAM USERS", "BYTES"],
  ]);
  expect(line?.split(/ {2,}/)).toEqual([
    snapshot.snapshot_id,
    snapshot.as_of,
    "1,143",
    "1",
    "12,478",
    "1,130,272",
  ]);
});

test("ids stay whole where the terminal is narrow", () => {
  const shown = snapshotsText([snapshot], { ...PLAIN, width: 60 });
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(shown).toContain(`${snapshot.snapshot_id}  `);
});

test("none are nothing", () => {
  expect(snapshotsText([], PLAIN)).toBe("");
});
