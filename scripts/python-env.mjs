// Makes the Python environment of the AWS-compatible test server in .cache/python, from test/aws/requirements.txt.
// Run by itself it prints the path of the Python binary.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));
const requirements = join(root, "test/aws/requirements.txt");
const cache = join(root, ".cache");
const environment = join(cache, "python");
const lock = join(cache, "python.lock");
const binary = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";
const OLDEST_MINOR = 11;
const NEEDED =
  "The tests need an AWS-compatible server that is written in Python: " +
  `install Python 3.${OLDEST_MINOR} or later with its venv module (Debian: apt-get install python3 python3-venv).`;
/** No install takes this long: a lock this old belongs to a process that is gone. */
const LOCK_SECONDS = 900;
const python = join(environment, binary);

/**
 * The path of a Python that has the pinned packages; installs them when they are not there for these requirements.
 * Processes that start together wait for the one that installs.
 *
 * @returns {Promise<string>}
 * @throws when there is no python3, or pip cannot install
 */
export async function pythonEnv() {
  const wanted = await fingerprint();
  if (await isReady(wanted)) return python;
  await mkdir(cache, { recursive: true });
  await takeLock();
  try {
    // Another process may have installed while this one waited.
    if (!(await isReady(wanted))) await install(wanted);
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
  return python;
}

/** What the environment depends on: the requirements, the interpreter, and where it lies (scripts hold the path). */
async function fingerprint() {
  const version = await systemPython(["--version"]);
  const [, minor = "0"] = /^Python 3\.(\d+)/.exec(version) ?? [];
  if (Number(minor) < OLDEST_MINOR) throw new Error(`python3 is ${version}. ${NEEDED}`);
  const parts = [await readFile(requirements, "utf8"), version, process.arch, environment];
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}

async function isReady(wanted) {
  return (await readFile(join(environment, "stamp"), "utf8").catch(() => "")) === wanted;
}

/**
 * Installs beside the place and moves it there when all is done. A killed install may leave its pip running for a
 * while: that goes on in a folder of its own. (Of what pip makes only the scripts in bin/ hold the path; unused here.)
 */
async function install(wanted) {
  console.error("Installing the AWS-compatible test server (Python, once; about half a minute) ...");
  await removeLeftovers();
  const place = `${environment}.${process.pid}.tmp`;
  await systemPython(["-m", "venv", place]);
  const pip = [join(place, binary), "-m", "pip", "--disable-pip-version-check", "--no-input"];
  // All is pinned, so there is nothing to resolve; `pip check` tells if the pins are not complete.
  await command([...pip, "install", "--quiet", "--no-deps", "-r", requirements], "install the packages");
  await command([...pip, "check"], "confirm that the pinned packages fit together");
  await writeFile(join(place, "stamp"), wanted);
  await rm(environment, { recursive: true, force: true });
  await rename(place, environment);
}

async function removeLeftovers() {
  const names = (await readdir(cache)).filter((name) => /^python\.\d+\.tmp$/.test(name));
  // What a dying install still writes to is removed another time.
  await Promise.allSettled(names.map((name) => rm(join(cache, name), { recursive: true, force: true })));
}

async function systemPython(args) {
  try {
    const { stdout } = await run("python3", args);
    return stdout.trim();
  } catch (error) {
    if (error.code !== "ENOENT")
      throw new Error(`python3 ${args.join(" ")} failed: ${error.stderr ?? error}`);
    throw new Error(`There is no python3 on the PATH. ${NEEDED}`);
  }
}

async function command([file, ...args], purpose) {
  try {
    await run(file, args, { maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    throw new Error(
      `Could not ${purpose} of the AWS-compatible test server:\n${error.stderr}${error.stdout}`,
    );
  }
}

/** Waits until this process holds the lock. A lock whose process is gone is taken over. */
async function takeLock() {
  for (;;) {
    try {
      await mkdir(lock);
      await writeFile(join(lock, "pid"), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = await readFile(join(lock, "pid"), "utf8").catch(() => "");
    if (isGone(holder) || (await age(lock)) > LOCK_SECONDS) await breakLock(holder);
    else await pause(250);
  }
}

function isGone(holder) {
  // No number yet: its process is about to write it, or died before it could, which the age of the lock tells.
  if (holder === "") return false;
  try {
    process.kill(Number(holder), 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

async function age(path) {
  const info = await stat(path).catch(() => undefined);
  return info === undefined ? 0 : (Date.now() - info.mtimeMs) / 1000;
}

/** Moves the lock away first: should it be another's by now, taken in the same moment, it is put back. */
async function breakLock(holder) {
  const grave = `${lock}.${process.pid}`;
  await rename(lock, grave).catch(() => {});
  const moved = await readFile(join(grave, "pid"), "utf8").catch(() => "");
  if (moved !== holder) await rename(grave, lock).catch(() => {});
  await rm(grave, { recursive: true, force: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await pythonEnv());
