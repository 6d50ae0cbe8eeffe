import type { AwsClients } from "../aws/aws-clients.js";
import { type AwsFailure, classifyFailure } from "../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../aws/coverage-of.js";
import { inParallel } from "../aws/in-parallel.js";
import { allPagesOf, type Pages, request } from "./calls.js";
import type { Probes } from "./probes.js";
import type { Calls } from "./source.js";

/** What is asked of each element of a list. */
export interface ElementCall<Element> {
  readonly action: string;
  /** The kind of evidence that the answer is. */
  readonly kind: string;
  /** The member of the element that the document has the answer in. */
  readonly member: string;
  readonly send: (clients: AwsClients, element: Element) => Promise<unknown>;
  /** Error codes that say that there is none of it, which is an answer: null. */
  readonly none: readonly string[] | ((element: Element) => readonly string[]);
}

/** What must be known of an element before anything else is asked about it, such as where it lies. */
interface Before<Element> {
  readonly action: string;
  /** Whether the list leaves it out of this element. */
  readonly needed: (element: Element) => boolean;
  /** The element with what was found. */
  readonly send: (clients: AwsClients, element: Element) => Promise<Element>;
}

/** Elements of a list, and what is asked of each. */
export interface EachOf<Element> {
  /** What an element is called. */
  readonly name: (element: Element) => string;
  /** Which elements are asked about, with clients of the Region of the list; left out: all. */
  readonly asked?: (element: Element, clients: AwsClients) => boolean;
  readonly before?: Before<Element>;
  /** The Region that an element must be asked about in. */
  readonly region?: (element: Element) => string | undefined;
  /** Error codes that say that an element was deleted meanwhile: it is left out. */
  readonly gone: readonly string[];
  /** Elements that are asked about at a time. */
  readonly atOnce: number;
  readonly each: readonly ElementCall<Element>[];
}

interface FanOut<Page, Element> extends Pages<Page>, EachOf<Element> {
  /** The list of the document. */
  readonly member: string;
  readonly elements: (page: Page) => readonly Element[];
}

/**
 * A list, and what is asked of each of its elements. What one element does not tell is missing for this element alone, and
 * the coverage of its kind says of how many.
 */
export function fanOut<Page, Element extends object>(spec: FanOut<Page, Element>): Calls {
  const { action, member, elements } = spec;
  return {
    async collect({ clients, note }) {
      let gaps: Answered["gaps"] = new Map();
      const outcome = await request(action, async () => {
        const all = (await allPagesOf(spec, clients, note)).flatMap(elements);
        const answered = await askOfEach(all, spec, clients);
        gaps = answered.gaps;
        return { [member]: answered.elements };
      });
      return outcome.status === "ok" ? { ...outcome, gaps } : outcome;
    },
    probe: (probes) => probe(probes, spec),
  };
}

/** Elements with what was told of each, and why something was not, by kind of evidence. */
export interface Answered {
  readonly elements: readonly object[];
  readonly gaps: ReadonlyMap<string, FailedCoverage>;
}

/** What is asked of each element of a list that is there already. */
export async function askOfEach<Element extends object>(
  all: readonly Element[],
  spec: EachOf<Element>,
  clients: AwsClients,
): Promise<Answered> {
  const gaps = new Map<string, { coverage: FailedCoverage; names: string[] }>();
  const read = await inParallel(all, spec.atOnce, (element) => askAbout(element, spec, clients, gaps));
  const told = [...gaps].map(([kind, { coverage, names }]) => {
    const detail = `${coverage.detail} (${names.length} of ${all.length}: ${names.slice(0, 3).join(", ")})`;
    return [kind, { ...coverage, detail }] as const;
  });
  return { elements: read.filter((element) => element !== undefined), gaps: new Map(told) };
}

/** The element with the answers; undefined: it is gone. */
async function askAbout<Element extends object>(
  listed: Element,
  { each, before, asked, region, gone, name }: EachOf<Element>,
  clients: AwsClients,
  gaps: Map<string, { coverage: FailedCoverage; names: string[] }>,
): Promise<object | undefined> {
  if (asked?.(listed, clients) === false) return listed;
  const missing = (kind: string, failure: AwsFailure, action: string) => {
    const gap = gaps.get(kind) ?? { coverage: coverageOf(failure, action), names: [] };
    gap.names.push(name(listed));
    gaps.set(kind, gap);
  };
  let element = listed;
  try {
    if (before?.needed(listed) === true) element = await before.send(clients, listed);
  } catch (error) {
    const failure = classifyFailure(error);
    if (gone.includes(failure.code)) return undefined;
    for (const { kind } of each) missing(kind, failure, before?.action ?? "");
    return listed;
  }
  const there = placed(clients, region?.(element));
  const answers: Record<string, unknown> = {};
  for (const { action, kind, member, send, none } of each) {
    try {
      answers[member] = await send(there, element);
    } catch (error) {
      const failure = classifyFailure(error);
      if (codesOf(none, element).includes(failure.code)) answers[member] = null;
      else if (gone.includes(failure.code)) return undefined;
      else missing(kind, failure, action);
    }
  }
  return { ...element, ...answers };
}

function placed(clients: AwsClients, region: string | undefined): AwsClients {
  return region === undefined ? clients : clients.in(region);
}

function codesOf<Element>(none: ElementCall<Element>["none"], element: Element): readonly string[] {
  return typeof none === "function" ? none(element) : none;
}

async function probe<Page, Element extends object>(
  probes: Probes,
  { action, least = 1, send, elements, ...spec }: FanOut<Page, Element>,
): Promise<void> {
  const { answer } = await probes.ask(action, () => send(probes.clients, { size: least, token: undefined }));
  await probeEach(probes, answer === undefined ? [] : elements(answer), spec);
}

/** Tries what is asked of each element on the first that is asked about. */
export async function probeEach<Element extends object>(
  probes: Probes,
  elements: readonly Element[],
  { each, asked, before, region, gone }: Omit<EachOf<Element>, "name" | "atOnce">,
): Promise<void> {
  const { clients } = probes;
  const first = elements.find((one) => asked?.(one, clients) !== false);
  const actions = each.map((call) => call.action);
  if (first === undefined) {
    const all = before === undefined ? actions : [before.action, ...actions];
    probes.skip(all, "not tried: there is nothing that it could be asked about");
    return;
  }
  const element = before === undefined ? first : await probeBefore(probes, before, first, gone);
  if (element === undefined) {
    probes.skip(actions, `not tried: ${before?.action} comes first`);
    return;
  }
  const there = placed(clients, region?.(element));
  for (const call of each) {
    const allowed = unexplained([...codesOf(call.none, element), ...gone]);
    await probes.ask(call.action, () => call.send(there, element), allowed);
  }
}

/** The element with what must be known first; undefined: it cannot be known. */
async function probeBefore<Element>(
  probes: Probes,
  { action, needed, send }: Before<Element>,
  element: Element,
  gone: readonly string[],
): Promise<Element | undefined> {
  if (needed(element)) {
    return (await probes.ask(action, () => send(probes.clients, element), unexplained(gone))).answer;
  }
  probes.skip([action], "not tried: the list told it already");
  return element;
}

function unexplained(codes: readonly string[]): Record<string, string> {
  return Object.fromEntries(codes.map((code) => [code, ""]));
}
