import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { AS_OF, REPORT } from "./report-fixture.js";
import { auditJson, control, scratch } from "./run-cli.js";

/** The tarball that people install, unpacked where nothing of the repository is near. */
const root = fileURLToPath(new URL("..", import.meta.url));
const { dir, remove } = scratch();
const installed = join(dir, "package");
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ dev: z.boolean().default(false), devOptional: z.boolean().default(false) }),
  ),
});

beforeAll(() => {
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", dir], {
    cwd: root,
    stdio: "ignore",
  });
  const tarball = readdirSync(dir).find((name) => name.endsWith(".tgz")) ?? "none";
  execFileSync("tar", ["-xzf", join(dir, tarball), "-C", dir]);
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));
  for (const [path, { dev, devOptional }] of Object.entries(packages)) {
    // Optional packages for other machines are not there.
    if (path === "" || dev || devOptional || !existsSync(join(root, path))) continue;
    cpSync(join(root, path), join(installed, path), { recursive: true, dereference: true });
  }
});
afterAll(remove);

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => !path.startsWith("node_modules"),
  );

describe("the packed files", () => {
  test("hold the program, what it reads and its documents, and no tests", () => {
    const files = filesBelow(installed);
    for (const path of ["dist/bin.js", "LICENSE", "SECURITY.md", "docs/demo.md", "deploy/Containerfile"]) {
      expect(files).toContain(path);
    }
    expect(files.filter((path) => /\.test\.|^(?:src|test|scripts)\b|\.tgz$/.test(path))).toEqual([]);
  });

  test("every relative link of every document in them leads somewhere", () => {
    const links = filesBelow(installed)
      .filter((path) => path.endsWith(".md"))
      .flatMap((path) => {
        const text = readFileSync(join(installed, path), "utf8");
        return [...text.matchAll(/\]\((?!\w+:)([^)\s#]*)(#[^)\s]*)?\)/g)].map(([, to = "", anchor]) => ({
          path,
          to: to === "" ? path : relative(installed, join(installed, dirname(path), to)),
          anchor: anchor?.slice(1),
        }));
      });
    expect(links.length).toBeGreaterThan(60);
    expect(links.filter(({ to }) => !existsSync(join(installed, to)))).toEqual([]);
    const anchored = links.filter(({ to, anchor }) => anchor !== undefined && to.endsWith(".md"));
    expect(anchored.filter(({ to, anchor = "" }) => !anchors(to).includes(anchor))).toEqual([]);
  });

  test("documents call the program as it is installed", () => {
    const documents = ["README.md", ...readdirSync(join(installed, "docs")).map((name) => `docs/${name}`)];
    const told = documents
      .filter((path) => path.endsWith(".md") && !path.endsWith("decisions.md"))
      .filter((path) => {
        // The first command of a checkout is the one exception.
        const text = readFileSync(join(installed, path), "utf8").replace("npm ci && npm start", "");
        return /node dist\/|npm start/.test(text);
      });
    expect(told).toEqual([]);
  });
});

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(path: string): string[] {
  const headings = readFileSync(join(installed, path), "utf8").matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("the installed program, with production dependencies alone", () => {
  const run = (...args: string[]) => {
    const { AWS_PROFILE: _profile, IAMSPECT_LAKE: _lake, ...env } = process.env;
    const bin = join(installed, "dist", "bin.js");
    return spawnSync(process.execPath, [bin, ...args], { cwd: dir, env, encoding: "utf8" });
  };

  test("tells its version and its controls", () => {
    const { version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    expect(run("--version").stdout).toBe(`${version}\n`);
    const list = run("controls", "list");
    expect([list.status, list.stderr]).toEqual([0, ""]);
    expect(list.stdout).toContain("user-key-rotation");
  });

  test("audits a folder", () => {
    mkdirSync(join(dir, "evidence"));
    writeFileSync(join(dir, "evidence", "report.csv"), REPORT);
    const { status, stdout, stderr } = run("audit", "evidence", ...AS_OF, "--format", "json");
    const audit = auditJson({ code: status, stdout, stderr });
    expect(audit.coverage.accounts).toBe(1);
    expect(control(audit, "user-key-rotation").population).toBeGreaterThan(0);
  });
});
