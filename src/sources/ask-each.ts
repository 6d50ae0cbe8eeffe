import type { AwsClients } from "../aws/aws-clients.js";
import type { FailedCoverage } from "../aws/coverage-of.js";
import { fanOut } from "./fan-out.js";
import type { Calls, LiveContext } from "./source.js";

type FanOut<Element extends object> = Parameters<typeof fanOut<readonly Element[], Element>>[0];

/** What an element is called, and what is asked of each. */
export type EachOf<Element extends object> = Pick<FanOut<Element>, "name" | "gone" | "atOnce" | "each">;
export type ElementCall<Element extends object> = EachOf<Element>["each"][number];

/** Requests of each element of a list that comes whole, such as one of several lists. */
export function eachOf<Element extends object>(
  action: string,
  list: (clients: AwsClients) => Promise<readonly Element[]>,
  spec: EachOf<Element>,
): Calls {
  const send = (clients: AwsClients) => list(clients);
  const elements = (all: readonly Element[]) => all;
  return fanOut({ ...spec, action, size: 1, send, next: () => undefined, member: "elements", elements });
}

/** Elements with what was told of each, and why something was not, by kind of evidence. */
export interface Answered<Element> {
  readonly elements: readonly Element[];
  readonly gaps: ReadonlyMap<string, FailedCoverage>;
}

/** What is asked of each element of a list that is there already. */
export async function askOfEach<Element extends object>(
  all: readonly Element[],
  spec: EachOf<Element>,
  context: LiveContext,
): Promise<Answered<Element>> {
  const outcome = await eachOf("", async () => all, spec).collect(context);
  // The list needs no request, so nothing fails but what is asked of its elements.
  if (outcome.status !== "ok") throw new Error(outcome.detail);
  const { elements } = outcome.document as { readonly elements: readonly Element[] };
  return { elements, gaps: outcome.gaps ?? new Map() };
}
