import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { locateYaml } from "../src/model/locate-yaml.js";
import { shippedValue } from "../src/model/shipped-yaml.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const built: Record<string, unknown> = JSON.parse(readFileSync(`${root}dist/shipped-yaml.json`, "utf8"));
const files = ["controls", "frameworks", "benchmarks", "data"].flatMap((folder) =>
  readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yaml") && !name.endsWith("cases.yaml"))
    .map((name) => `${folder}/${name}`),
);

test.each(files)("the build found in %s what reading it finds", (file) => {
  const text = readFileSync(root + file, "utf8");
  const hash = createHash("sha256").update(text).digest("hex");
  expect(built[hash]).toEqual(locateYaml(text, file, "bad_yaml").value);
});

test("and it knows nothing else", () => {
  expect(files.length).toBeGreaterThan(20);
  expect(Object.keys(built)).toHaveLength(files.length);
});

test("what it finds is given out anew each time, so that nobody changes it for the next", () => {
  const text = readFileSync(`${root}controls/iam/user-key-rotation/control.yaml`, "utf8");
  const first = shippedValue(text);
  expect(first).toMatchObject({ id: "user-key-rotation" });
  Object.assign(Object(first), { id: "changed" });
  expect(shippedValue(text)).toMatchObject({ id: "user-key-rotation" });
  expect(shippedValue(`${text}\n`)).toBeUndefined();
});
