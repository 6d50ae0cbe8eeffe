import type { ResultKind, Results } from "../../model/results/index.js";
import type { Paint } from "../paint.js";

/** How a person wants to see a result; programs get all of it. */
export interface View {
  readonly paint: Paint;
  /** Columns of the terminal that text may take. */
  readonly width: number;
  /** Of an audit: also the 95 % intervals of the percentages. */
  readonly intervals?: boolean;
  /** Of an audit: also the controls that pass, and all tiers; of its groups, all of them. */
  readonly all?: boolean;
  /** Of findings: all that is known of each, not a line. */
  readonly verbose?: boolean;
  /** Of findings for AWS Security Hub: the Region of the hub that takes them. */
  readonly hubRegion?: string | undefined;
  /** Of rows: the columns that hold epoch seconds, which people read as times. */
  readonly times?: ReadonlySet<string>;
}

/** Makes text of a result, whole or piece by piece. */
export type Renderer<Kind extends ResultKind> = (
  result: Results[Kind],
  view: View,
) => string | AsyncIterable<string>;

/** Renderers by the kind of result they render. */
export type Renderers = { readonly [Kind in ResultKind]?: Renderer<Kind> };

/** A way to print results. */
export interface Format {
  readonly name: string;
  /** What renders results of a kind; undefined: this format cannot. */
  readonly renderer: <Kind extends ResultKind>(kind: Kind) => Renderer<Kind> | undefined;
}
