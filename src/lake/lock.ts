import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFolder, namesIn, writeFault } from "./files.js";
import { isAtWork, keepAlive, ownerName } from "./owner.js";

const LOCK = /^\.lock-\d+-/;

/**
 * Does something to the files of a lake that nobody else may do at the same time: finish a snapshot, or remove one. Reading
 * takes no lock.
 *
 * Everyone has a lock file of its own and holds the lock when there is no other: so nobody removes the lock of another, as
 * whoever takes over one shared file may do, and the lock of a dead process is only overlooked.
 */
export async function withLock<T>(lake: string, work: () => Promise<T>): Promise<T> {
  await makeFolder(lake);
  const release = await acquire(lake);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function acquire(lake: string): Promise<() => Promise<void>> {
  for (;;) {
    if (!(await isHeld(lake))) {
      const own = `.lock-${ownerName()}`;
      const file = join(lake, own);
      await writeFile(file, "", { mode: 0o600 }).catch((cause: unknown) => {
        throw writeFault(file, cause);
      });
      if (!(await isHeld(lake, own))) {
        const stop = keepAlive(file);
        return async () => {
          stop();
          await rm(file, { force: true });
        };
      }
      await rm(file, { force: true });
    }
    // Of two who meet, both step back: at random, so that they do not meet again.
    await sleep(5 + Math.random() * 50);
  }
}

async function isHeld(lake: string, own?: string): Promise<boolean> {
  const { live } = await findLocks(lake);
  return live.some((name) => name !== own);
}

/** The locks of a lake: those that a kill left behind, and those that somebody holds or asks for. */
export async function findLocks(lake: string): Promise<{ dead: string[]; live: string[] }> {
  return await byOwner(lake, LOCK);
}

/** What lies in a lake under names of their owners: whose owner is gone, and whose is at work. */
export async function byOwner(lake: string, named: RegExp): Promise<{ dead: string[]; live: string[] }> {
  const dead: string[] = [];
  const live: string[] = [];
  for (const name of await namesIn(lake)) {
    if (named.test(name)) ((await isAtWork(name, join(lake, name))) ? live : dead).push(name);
  }
  return { dead, live };
}
