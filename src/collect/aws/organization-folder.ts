import { join } from "node:path";
import { COLLECTION_FILE } from "../../model/collection.js";
import type { OrganizationCollection } from "../../model/organization-collection.js";
import { SOURCES } from "../../sources/index.js";
import { discoveredDocuments } from "../../sources/organization/collect.js";
import type { DiscoveredOrganization, OrganizationContext } from "../../sources/organization/context.js";
import type { OrganizationOutcome, Source } from "../../sources/source.js";
import { preparePrivateFolder, writePrivateJson } from "./private-files.js";

const ALL: readonly Source[] = SOURCES;

/** Writes what is known of an organization when its accounts are begun. */
export async function writeDiscovered(
  dir: string,
  found: DiscoveredOrganization,
  leftOut: ReadonlySet<string>,
): Promise<void> {
  const folder = join(dir, found.orgId);
  await preparePrivateFolder(folder);
  await writeAll(folder, discoveredDocuments(found, leftOut));
}

/**
 * Reads and writes the rest of the organization, and last its `collection.json`.
 *
 * @param stop when it is aborted nothing more is written: what was on its way is not whole
 */
export async function completeOrganization(
  dir: string,
  context: OrganizationContext,
  now: () => Date,
  stop: AbortSignal,
): Promise<void> {
  const { found, clients } = context;
  const folder = join(dir, found.orgId);
  const outcomes = await Promise.all(
    ALL.flatMap(({ organization }) => (organization === undefined ? [] : [organization.collect(context)])),
  );
  stop.throwIfAborted();
  for (const { documents } of outcomes) await writeAll(folder, documents);
  const at = now().toISOString();
  const collection: OrganizationCollection = {
    version: 1,
    org_id: found.orgId,
    ...(found.managementAccountId && { management_account_id: found.managementAccountId }),
    ...(found.partition && { partition: found.partition }),
    collected_at: at,
    evidence: outcomes.flatMap(({ records }) => records.map((one) => ({ ...one, collected_at: at }))),
    calls: clients.calls.toRecord(),
  };
  await writePrivateJson(folder, COLLECTION_FILE, collection);
}

async function writeAll(folder: string, documents: OrganizationOutcome["documents"]): Promise<void> {
  for (const [name, document] of Object.entries(documents)) await writePrivateJson(folder, name, document);
}
