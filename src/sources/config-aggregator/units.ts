import type { FailedCoverage } from "../../aws/coverage-of.js";
import type { CoverageStatus } from "../../model/coverage.js";
import type { Source } from "../source.js";
import type { Item } from "./items.js";
import { type Copied, type Held, placeKey, type Resources } from "./read.js";
import type { Recorded } from "./recorded.js";
import { AGGREGATED, type AggregatedType } from "./types.js";

/** How a kind of evidence ended. */
export interface Ending {
  readonly status: CoverageStatus;
  readonly detail: string;
}

/** What an aggregator gives of a source, of an account or a Region of it. */
export interface Unit {
  readonly source: Source;
  /** undefined: it is of the account as a whole. */
  readonly region: string | undefined;
  readonly endings: ReadonlyMap<string, Ending>;
  /** What its file holds; undefined: there is none. */
  readonly document: object | undefined;
  /** When the aggregator was last brought up to date on it. */
  readonly at: Date | undefined;
}

/** An account that something is to be told of. */
export interface Wanted {
  readonly account: string;
  /** Only these Regions; left out: all. */
  readonly regions?: readonly string[] | undefined;
  /** What the account itself says that it records in a Region. */
  readonly recorder: (region: string) => Recorded | undefined;
}

/** A Region of an account: what is held of a type there, and why that is not all that there is. */
interface Place {
  readonly items: readonly Item[];
  readonly gap: string | undefined;
  readonly at: Date | undefined;
}

/** What an aggregator gives of an account: of each source a unit, in each Region where it is one of Regions. */
export function unitsOf(held: Held, wanted: Wanted): Unit[] {
  return AGGREGATED.flatMap((type) => {
    const found = held.resources.get(type.resourceType);
    const failure = "status" in held.copied ? held.copied : failed(found);
    if (failure !== undefined) return [missing(type, undefined, failure)];
    const copied = "status" in held.copied ? undefined : held.copied.get(wanted.account);
    if (copied === undefined || found === undefined || "status" in found)
      return [missing(type, undefined, notHeld(held, "holds nothing of this account"))];
    const placed = (region: string) => placeOf(held, type, found, { ...wanted, region, copied });
    if (type.source.scope !== "region") return [ofAccount(held, type, found, placed)];
    const regions = held.regions.filter((region) => wanted.regions?.includes(region) ?? true);
    return regions.map((region) => unit(held, type, found, region, placed(region)));
  });
}

function failed(found: Resources | FailedCoverage | undefined): FailedCoverage | undefined {
  return found !== undefined && "status" in found ? found : undefined;
}

function placeOf(
  held: Held,
  { resourceType }: AggregatedType,
  found: Resources,
  {
    account,
    region,
    copied,
    recorder,
  }: Wanted & { readonly region: string; readonly copied: ReadonlyMap<string, Copied> },
): Place {
  const copy = copied.get(region);
  const none = (gap: string) => ({ items: [], gap, at: copy?.at });
  if (copy === undefined) return none("it has nothing of the Region");
  if (copy.fault !== undefined) return none(`its copy of the Region is not up to date: ${copy.fault}`);
  const own = held.recorders.get(placeKey(account, region)) ?? recorder(region);
  const recorded = own?.(resourceType);
  if (recorded === "off") return none("AWS Config is switched off in the Region");
  if (recorded === false) return none(`AWS Config does not record ${resourceType} there`);
  const items = found.of(account, region);
  const gap = recorded === true ? undefined : `nobody knows whether AWS Config records ${resourceType} there`;
  return { items, gap, at: copy.at };
}

/** What is of no Region is there where every Region is. */
function ofAccount(
  held: Held,
  type: AggregatedType,
  found: Resources,
  placed: (region: string) => Place,
): Unit {
  const places = held.regions.map((region) => ({ region, ...placed(region) }));
  const first = places.find(({ gap }) => gap !== undefined);
  const others = places.filter(({ gap }) => gap !== undefined).length - 1;
  const told =
    first && `${first.region}: ${first.gap}${others > 0 ? `, and ${others} further Regions with gaps` : ""}`;
  const times = places.flatMap(({ at, items }) => (at !== undefined && items.length > 0 ? [at] : []));
  return unit(held, type, found, undefined, {
    items: places.flatMap(({ items }) => items),
    gap: told ?? (held.everywhere ? undefined : "it does not take in every Region"),
    at: times.sort((a, b) => a.getTime() - b.getTime())[0],
  });
}

function unit(
  held: Held,
  type: AggregatedType,
  { lost }: Resources,
  region: string | undefined,
  { items, at, ...place }: Place,
): Unit {
  const gap = place.gap ?? type.partial;
  const elements = items.map(type.element);
  const [listed = "", ...filled] = type.source.kinds;
  const ending =
    lost > 0
      ? { status: "error" as const, detail: `${held.name}: ${lost} resources do not say where they are` }
      : gap === undefined
        ? { status: "ok" as const, detail: `from the AWS Config aggregator ${held.name}` }
        : notHeld(held, gap);
  return {
    source: type.source,
    region,
    at,
    endings: new Map([
      [listed, ending],
      ...filled.map((kind) => [kind, partEnding(held, type, kind, elements, ending)] as const),
    ]),
    document: place.gap === undefined || elements.length > 0 ? type.document(elements) : undefined,
  };
}

function partEnding(
  held: Held,
  { parts = {} }: AggregatedType,
  kind: string,
  elements: readonly object[],
  list: Ending,
): Ending {
  if (elements.length === 0) return list;
  const member = Object.keys(parts).find((name) => parts[name] === kind) ?? "";
  const without = elements.filter((element) => !Object.hasOwn(element, member)).length;
  if (without === 0) return { status: "ok", detail: `from the AWS Config aggregator ${held.name}` };
  return notHeld(held, `AWS Config does not tell it of ${without} of ${elements.length}`);
}

function missing({ source }: AggregatedType, region: string | undefined, ending: Ending): Unit {
  const endings = new Map(source.kinds.map((kind) => [kind, ending] as const));
  return { source, region, endings, document: undefined, at: undefined };
}

function notHeld({ name }: Held, why: string): Ending {
  return { status: "not_collected", detail: `AWS Config aggregator ${name}: ${why}` };
}
