import { join } from "node:path";
import { inParallel } from "../../aws/in-parallel.js";
import type { EvidenceRecord } from "../../model/collection.js";
import type { LiveContext, Outcome, Source } from "../../sources/source.js";
import type { Deadline } from "./deadline.js";
import { preparePrivateFolder, writePrivateJson } from "./private-files.js";

export interface Collecting extends LiveContext {
  /** The folder of the account. */
  readonly folder: string;
  readonly deadline?: Deadline | undefined;
}

/** Regions that one kind of evidence is read of at a time; each has limits of its own. */
const REGIONS_AT_ONCE = 4;

/** Gets the evidence of a source, in each Region where it is one of Regions, writes its files and tells its coverage. */
export async function collectSource(source: Source, collecting: Collecting): Promise<EvidenceRecord[]> {
  const { regions } = source;
  if (regions === undefined) return await collectPlace(source, collecting, undefined);
  const enabled = await regions(collecting);
  if ("status" in enabled) return recordsOf(source, enabled, collecting, undefined);
  const records = await inParallel(enabled, REGIONS_AT_ONCE, (region) =>
    collectPlace(source, { ...collecting, clients: collecting.clients.in(region) }, region),
  );
  return records.flat();
}

async function collectPlace(
  source: Source,
  collecting: Collecting,
  region: string | undefined,
): Promise<EvidenceRecord[]> {
  const {
    live,
    files: [file = ""],
  } = source;
  if (live === undefined) return [];
  const { deadline, folder } = collecting;
  const obtained = live.collect(collecting);
  const outcome = await (deadline?.within(obtained) ?? obtained);
  const records = recordsOf(source, outcome, collecting, region);
  if (outcome.status === "ok") {
    const place = join(folder, region ?? "");
    if (region !== undefined) await preparePrivateFolder(place);
    await writePrivateJson(place, file, outcome.document);
  }
  return records;
}

function recordsOf(
  { kinds, files: [file = ""] }: Source,
  outcome: Outcome,
  { now }: Collecting,
  region: string | undefined,
): EvidenceRecord[] {
  const collected_at = now().toISOString();
  return kinds.map((kind) => {
    const { status, detail } = ("gaps" in outcome && outcome.gaps?.get(kind)) || outcome;
    return {
      kind,
      ...(region !== undefined && { region }),
      status,
      ...(detail && { detail }),
      collected_at,
      ...(outcome.status === "ok" && { file }),
    };
  });
}
