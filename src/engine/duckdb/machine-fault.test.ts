import { expect, test } from "vitest";
import { machineFault } from "./machine-fault.js";

const FILE = "lake/snapshot_id=x/a/snapshot_id=20210124T000000Z-abcdef/part-00000.parquet";

test.each([
  [`IO Error: No files found that match the pattern "${FILE}"`, "snapshot_pruned"],
  [`IO Error: Cannot open file "${FILE}": No such file or directory`, "snapshot_pruned"],
  [`Permission Error: Cannot access file "${FILE}/**/*.parquet" - file system operations`, "snapshot_pruned"],
  [`IO Error: Cannot open file "${FILE}": Too many open files`, "too_many_files"],
  [`IO Error: Cannot open file "${FILE}": Read-only file system`, "not_writable"],
  ["IO Error: Could not write file: No space left on device", "disk_full"],
  ["Invalid Input Error: No magic bytes found at end of file in Parquet file", "corrupt_file"],
  ["Out of Memory Error: failed to allocate", "out_of_memory"],
])("%s", (message, code) => {
  expect(machineFault(new Error(`${message}\nLINE 1`))).toMatchObject({ code, exitCode: 1 });
});

test("which snapshot was pruned is said", () => {
  expect(
    machineFault(new Error(`IO Error: Cannot open file "${FILE}": No such file or directory`)),
  ).toMatchObject({ what: "The snapshot 20210124T000000Z-abcdef was pruned while this was at work." });
});

test.each([
  "Catalog Error: Table with name x does not exist",
  'IO Error: No files found that match the pattern "/tmp/report.csv"',
])("another error is not the machine's: %s", (message) => {
  expect(machineFault(new Error(message))).toBeUndefined();
});
