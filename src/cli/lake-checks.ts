import { mkdtemp, rmdir, stat, statfs } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { unfinishedRuns } from "../collect/aws/run-folder.js";
import { snapshotIds } from "../lake/list.js";
import { openToOthers } from "../lake/privacy.js";
import { planPrune } from "../lake/prune.js";
import type { Check } from "../model/check.js";
import { machineCheck } from "./machine-checks.js";

/** A thousand accounts take less than this, and the engine spills beside them. */
const LITTLE_SPACE = 1024 ** 3;

/** Whether a snapshot could be written into the lake, and what interrupted runs left there. Makes nothing that stays. */
export async function lakeChecks(lake: string): Promise<Check[]> {
  const folder = await nearestFolder(resolve(lake));
  const refused = await refusal(folder);
  if (refused !== undefined) {
    const fix = "check who owns it, or name another place with --lake DIR";
    return [machineCheck("lake", "error", `nothing can be written into ${folder} (${refused}): ${fix}`)];
  }
  const open = await openToOthers(lake);
  const privacy =
    open.length === 0
      ? []
      : [machineCheck("lake", "warning", `others can write into ${open.join(", ")}: chmod go-w`)];
  return [
    await placeCheck(lake, folder),
    ...privacy,
    await spaceCheck(folder),
    ...(await leftoverChecks(lake)),
  ];
}

async function placeCheck(lake: string, folder: string): Promise<Check> {
  if (folder !== resolve(lake)) return machineCheck("lake", "ok", `${lake} will be made`);
  const { length } = await snapshotIds(lake);
  return machineCheck("lake", "ok", `${lake}, ${length} ${length === 1 ? "snapshot" : "snapshots"}`);
}

async function spaceCheck(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${(free / LITTLE_SPACE).toFixed(1)} GiB free`;
  return machineCheck("disk", free < LITTLE_SPACE ? "warning" : "ok", text);
}

async function leftoverChecks(lake: string): Promise<Check[]> {
  const { leftovers } = await planPrune(lake, Number.POSITIVE_INFINITY);
  const runs = await unfinishedRuns(lake);
  const checks: Check[] = [];
  if (leftovers.length > 0) {
    const keep = Math.max(1, (await snapshotIds(lake)).length);
    const detail = `${leftovers.length} left by interrupted runs: iamspect snapshots prune --keep ${keep} --yes removes them`;
    checks.push(machineCheck("leftovers", "warning", detail));
  }
  if (runs.length > 0) {
    const detail = `${runs.join(", ")}: collect --resume goes on with what was interrupted`;
    checks.push(machineCheck("interrupted", "warning", detail));
  }
  return checks;
}

/** The path itself where it exists, else the nearest folder above it. */
async function nearestFolder(path: string): Promise<string> {
  const there = await stat(path).catch(() => undefined);
  return there === undefined && dirname(path) !== path ? await nearestFolder(dirname(path)) : path;
}

/** Why nothing can be made in a folder. Only trying tells: the disk may be read-only, whatever the permissions say. */
async function refusal(folder: string): Promise<string | undefined> {
  try {
    await rmdir(await mkdtemp(join(folder, ".iamspect-doctor-")));
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}
