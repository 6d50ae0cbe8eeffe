import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";

/** How often whoever is at work says so, and when nobody believes any more that it is: milliseconds. */
const BEAT_EVERY = 10_000;
const SILENT_AFTER = 60_000;

/** `<process>-<space>-<random>`. The numbers of processes mean something only within a space. */
const OWNER = /(\d+)-([0-9a-f]{8})-[0-9a-f]{8}/;

/** A name that nobody else uses, for what this process makes and removes: a stage, a lock, a file that is being written. */
export function ownerName(): string {
  return `${process.pid}-${space()}-${randomBytes(4).toString("hex")}`;
}

/**
 * Is whoever made this file or folder at work? A process that this one would see, and does not, is gone. Else its last sign of
 * life tells, which is the time of the path: a process of another container cannot be seen, and a number may be given anew.
 *
 * @param name what holds the name of the owner; where it holds none, the time alone decides
 */
export async function isAtWork(name: string, path: string): Promise<boolean> {
  const [, pid, where] = OWNER.exec(name) ?? [];
  if (where === space() && !exists(Number(pid))) return false;
  const time = (await stat(path).catch(() => undefined))?.mtimeMs;
  return time !== undefined && Date.now() - time < SILENT_AFTER;
}

/** Gives a path signs of life until the function that comes back is called, or the process ends. */
export function keepAlive(path: string): () => void {
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, BEAT_EVERY);
  beat.unref();
  return () => clearInterval(beat);
}

let known: string | undefined;

/** Where numbers of processes mean the same: one boot of one machine and, where there are containers, one of them. */
function space(): string {
  known ??= createHash("sha256").update(spaceText()).digest("hex").slice(0, 8);
  return known;
}

function spaceText(): string {
  try {
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8")} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/** Is there a process of this number? */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
