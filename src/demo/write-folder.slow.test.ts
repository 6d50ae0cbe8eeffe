import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UserError } from "../model/user-error.js";
import { markerText } from "./marker.js";
import { putInPlace } from "./put-in-place.js";
import { writeFolder } from "./write-folder.js";

let parent = "";
let dir = "";
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "iamspect-write-"));
  dir = join(parent, "demo");
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

const OLD_MARKER = markerText().replace(/"cohort_version": \d+/, '"cohort_version": 4242');

function* files(count: number) {
  for (let index = 0; index < count; index += 1) yield { path: `${index}/report.json`, content: `${index}` };
}

test("writes the files and the marker, and leaves nothing beside them", () => {
  expect(writeFolder(dir, "absent", files(3))).toBe(4);
  expect(readdirSync(parent)).toEqual(["demo"]);
  expect(readdirSync(dir).sort()).toEqual(["0", "1", "2", "demo.json"]);
  expect(readFileSync(join(dir, "2", "report.json"), "utf8")).toBe("2");
  expect(readFileSync(join(dir, "demo.json"), "utf8")).toBe(markerText());
});

test("takes the place of an empty folder, and of an earlier demonstration as a whole", () => {
  mkdirSync(dir);
  writeFolder(dir, "empty", files(5));
  writeFileSync(join(dir, "demo.json"), OLD_MARKER);
  writeFolder(dir, "demo", files(2));
  expect(readdirSync(parent)).toEqual(["demo"]);
  expect(readdirSync(dir).sort()).toEqual(["0", "1", "demo.json"]);
  expect(readFileSync(join(dir, "demo.json"), "utf8")).toBe(markerText());
});

test("what the file system refuses is told, and leaves nothing behind", () => {
  symlinkSync(join(parent, "nowhere"), dir);
  try {
    writeFolder(dir, "absent", files(2));
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.code).toBe("demo_not_written");
    expect(error.what).toContain(dir);
    expect(error.exitCode).toBe(1);
  }
  expect(readdirSync(parent)).toEqual(["demo"]);
});

test("when making a file fails, the earlier demonstration is untouched and nothing else remains", () => {
  writeFolder(dir, "absent", files(2));
  function* broken() {
    yield* files(10);
    throw new Error("out of files");
  }
  expect(() => writeFolder(dir, "demo", broken())).toThrow("out of files");
  expect(readdirSync(parent)).toEqual(["demo"]);
  expect(readdirSync(dir).length).toBe(3);
});

test("while files are written, the folder is absent or the earlier one, and no marker is beside it", () => {
  const seen = new Set<string>();
  function* watched() {
    for (const file of files(20)) {
      seen.add(readdirSync(parent).includes("demo") ? String(readdirSync(dir).length) : "absent");
      for (const name of readdirSync(parent).filter((each) => each !== "demo")) {
        expect(readdirSync(join(parent, name))).not.toContain("demo.json");
      }
      yield file;
    }
  }
  writeFolder(dir, "absent", watched());
  expect([...seen]).toEqual(["absent"]);
  writeFolder(dir, "demo", watched());
  expect([...seen]).toEqual(["absent", "21"]);
});

test("when another process wrote the same demonstration first, its folder stays", () => {
  const staging = join(parent, "staging");
  for (const folder of [staging, dir]) {
    mkdirSync(folder);
    writeFileSync(join(folder, "demo.json"), markerText());
  }
  writeFileSync(join(dir, "first.txt"), "first");
  putInPlace(staging, dir, "absent");
  expect(readdirSync(parent)).toEqual(["demo"]);
  expect(readdirSync(dir)).toContain("first.txt");
});

test("an earlier demonstration comes back when the new one cannot take its place", () => {
  mkdirSync(dir);
  writeFileSync(join(dir, "demo.json"), OLD_MARKER);
  expect(() => putInPlace(join(parent, "missing"), dir, "demo")).toThrow("ENOENT");
  expect(readdirSync(parent)).toEqual(["demo"]);
  expect(readFileSync(join(dir, "demo.json"), "utf8")).toBe(OLD_MARKER);
});

/** Looks at the folder again and again, until its input ends, and prints the numbers of entries it saw. */
const WATCHER = `
  const { readdirSync } = require("node:fs");
  const seen = new Set();
  let on = true;
  process.stdin.on("end", () => { on = false; }).resume();
  const look = () => {
    for (let turn = 0; turn < 20; turn += 1) {
      try { seen.add(readdirSync(process.argv[1]).length); } catch { seen.add(-1); }
    }
    if (on) setImmediate(look);
    else console.log(JSON.stringify([...seen]));
  };
  look();
  console.log("ready");
`;

test("another process sees no folder, the earlier one or the whole new one, never a part", async () => {
  const watcher = spawn(process.execPath, ["-e", WATCHER, dir], { stdio: ["pipe", "pipe", "inherit"] });
  const output: string[] = [];
  watcher.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text));
  await once(watcher.stdout, "data");
  writeFolder(dir, "absent", files(400));
  writeFolder(dir, "demo", files(400));
  watcher.stdin.end();
  await once(watcher, "close");
  const seen: number[] = JSON.parse(output.join("").split("\n")[1] ?? "[]");
  expect(seen).toContain(401);
  expect(seen.filter((entries) => entries !== -1 && entries !== 401)).toEqual([]);
});
