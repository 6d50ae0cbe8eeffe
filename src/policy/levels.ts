import type { PolicyKind, PolicyProblem } from "./document.js";
import type { LoadedDocument } from "./document-store.js";
import type { PolicySource } from "./policy-source.js";
import type { Subject } from "./subject.js";

export type LayerName = "scp" | "rcp" | "identity" | "boundary" | "trust";

/** A policy in the place it applies from. `compiled` null: a gap. */
export interface PlacedDocument {
  readonly layer: LayerName;
  readonly level: number;
  readonly document: number;
  readonly source: PolicySource;
  readonly compiled: LoadedDocument | null;
  readonly problem: PolicyProblem | null;
}

/** Policies that together must allow a request, in canonical order. */
export interface Level {
  readonly layer: LayerName;
  readonly documents: readonly PlacedDocument[];
  readonly missing: boolean;
  /** Equal levels have equal labels: origins and hashes, and the names of what is missing. */
  readonly label: string;
}

export type Load = (text: string, kind: PolicyKind) => LoadedDocument | PolicyProblem;

/** Equal sets of policies get equal places, in whatever order they were collected. */
function inOrder(placed: readonly PlacedDocument[]): PlacedDocument[] {
  const key = ({ source, compiled }: PlacedDocument) =>
    `${source.origin} ${compiled?.hash ?? "-"} ${source.name}`;
  return placed
    .map((one) => ({ one, key: key(one) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ one }, document) => ({ ...one, document }));
}

/** A gap is named in an assessment, with what is wrong with its text; a document only referred to. */
function labelOf({ source, compiled, problem }: PlacedDocument): string {
  const what = compiled?.hash ?? `? ${JSON.stringify([source.name, problem])}`;
  return `${source.origin} ${what}`;
}

/** Reads the layers of subjects. A list that many subjects share, as a level of an OU is, is read once. */
export class LevelReader {
  private readonly known = new WeakMap<readonly PolicySource[], Level>();

  constructor(private readonly load: Load) {}

  /** The layers that must allow, in evaluation order; a boundary or organization that is not there is no layer. */
  levels({ scps, identity, boundary }: Subject): Level[] {
    const chain = scps === "none" ? [] : scps === "missing" ? ["missing" as const] : scps;
    const levels = chain.map((sources, level) => this.level("scp", level, sources));
    levels.push(this.level("identity", 0, identity === "none" ? [] : identity));
    if (boundary !== "none") {
      levels.push(this.level("boundary", 0, boundary === "missing" ? "missing" : [boundary]));
    }
    return levels;
  }

  level(layer: LayerName, level: number, sources: readonly PolicySource[] | "missing"): Level {
    if (sources === "missing") return { layer, documents: [], missing: true, label: `${layer} missing` };
    const known = this.known.get(sources);
    if (known?.layer === layer && (known.documents[0]?.level ?? level) === level) return known;
    const documents = inOrder(sources.map((source) => this.place(source, layer, level)));
    const missing = layer === "scp" && documents.length === 0;
    const made = { layer, documents, missing, label: `${layer} ${missing} ${documents.map(labelOf).join()}` };
    this.known.set(sources, made);
    return made;
  }

  private place(source: PolicySource, layer: LayerName, level: number): PlacedDocument {
    const loaded = source.text === null ? null : this.load(source.text, layer);
    const problem = loaded !== null && "why" in loaded ? loaded : null;
    const compiled = loaded !== null && "hash" in loaded ? loaded : null;
    return { layer, level, document: 0, source, compiled, problem };
  }
}
