import type { AwsClients } from "../aws/aws-clients.js";
import { classifyFailure } from "../aws/classify-failure.js";
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
  readonly none: readonly string[];
}

interface FanOut<Page, Element> extends Pages<Page> {
  /** The list of the document. */
  readonly member: string;
  readonly elements: (page: Page) => readonly Element[];
  /** What an element is called. */
  readonly name: (element: Element) => string;
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
  element: Element,
  { each, region, gone, name }: FanOut<Page, Element>,
  clients: AwsClients,
  gaps: Map<string, { coverage: FailedCoverage; names: string[] }>,
): Promise<object | undefined> {
  const place = region?.(element);
  const there = place === undefined ? clients : clients.in(place);
  const answers: Record<string, unknown> = {};
  for (const { action, kind, member, send, none } of each) {
    try {
      answers[member] = await send(there, element);
    } catch (error) {
      const failure = classifyFailure(error);
      if (gone.includes(failure.code)) return undefined;
      if (none.includes(failure.code)) answers[member] = null;
      else {
        const gap = gaps.get(kind) ?? { coverage: coverageOf(failure, action), names: [] };
        gap.names.push(name(element));
        gaps.set(kind, gap);
      }
    }
  }
  return { ...element, ...answers };
}

async function probe<Page, Element extends object>(
  probes: Probes,
  { action, least = 1, send, elements, each, region, gone }: FanOut<Page, Element>,
): Promise<void> {
  const { clients } = probes;
  const { answer } = await probes.ask(action, () => send(clients, { size: least, token: undefined }));
  const [first] = answer === undefined ? [] : elements(answer);
  if (first === undefined) {
    const actions = each.map((call) => call.action);
    probes.skip(actions, "not tried: there is nothing that it could be asked about");
    return;
  }
  const place = region?.(first);
  const there = place === undefined ? clients : clients.in(place);
  for (const call of each) {
    const allowed = Object.fromEntries([...call.none, ...gone].map((code) => [code, ""]));
    await probes.ask(call.action, () => call.send(there, first), allowed);
  }
}
