import type { AwsClients } from "../aws/aws-clients.js";
import { type AwsFailure, classifyFailure } from "../aws/classify-failure.js";
import { coverageOf, type FailedCoverage } from "../aws/coverage-of.js";
import { inParallel } from "../aws/in-parallel.js";
import { allPagesOf, type Pages, request } from "./calls.js";
import type { Probes } from "./probes.js";
import type { Calls } from "./source.js";

/** What is asked of each element of a list. */
interface ElementCall<Element> {
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

interface FanOut<Page, Element> extends Pages<Page> {
  /** The list of the document. */
  readonly member: string;
  readonly elements: (page: Page) => readonly Element[];
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

/**
 * A list, and what is asked of each of its elements. What one element does not tell is missing for this element alone, and
 * the coverage of its kind says of how many.
 */
export function fanOut<Page, Element extends object>(spec: FanOut<Page, Element>): Calls {
  const { action, member, elements, atOnce } = spec;
  return {
    async collect({ clients, note }) {
      const gaps = new Map<string, { coverage: FailedCoverage; names: string[] }>();
      let asked = 0;
      const outcome = await request(action, async () => {
        const all = (await allPagesOf(spec, clients, note)).flatMap(elements);
        asked = all.length;
        const read = await inParallel(all, atOnce, (element) => askAbout(element, spec, clients, gaps));
        return { [member]: read.filter((element) => element !== undefined) };
      });
      if (outcome.status !== "ok") return outcome;
      const told = [...gaps].map(([kind, { coverage, names }]) => {
        const detail = `${coverage.detail} (${names.length} of ${asked}: ${names.slice(0, 3).join(", ")})`;
        return [kind, { ...coverage, detail }] as const;
      });
      return { ...outcome, gaps: new Map(told) };
    },
    probe: (probes) => probe(probes, spec),
  };
}

/** The element with the answers; undefined: it is gone. */
async function askAbout<Page, Element extends object>(
  listed: Element,
  { each, before, asked, region, gone, name }: FanOut<Page, Element>,
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
  { action, least = 1, send, elements, each, asked, before, region, gone }: FanOut<Page, Element>,
): Promise<void> {
  const { clients } = probes;
  const { answer } = await probes.ask(action, () => send(clients, { size: least, token: undefined }));
  const first = (answer === undefined ? [] : elements(answer)).find((one) => asked?.(one, clients) !== false);
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
