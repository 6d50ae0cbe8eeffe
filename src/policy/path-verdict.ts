import type { ContextKind } from "./context.js";
import { CONTEXTS } from "./context.js";
import type { Judge, Strength } from "./judge.js";
import type { LayerName } from "./levels.js";
import type { StatementRef } from "./model.js";
import type { Leaning } from "./truths.js";

export type Verdict = Strength | "unknown" | "not_applicable";
/** Who enforces: the sign-in page, layers (alone, or `scp+identity` jointly), or the lack of any permission. */
export type Enforcer = string;

export interface PathVerdict {
  readonly verdict: Verdict;
  readonly by: readonly Enforcer[];
  /** `enforced` that holds whatever is granted later; false: enforced only because nothing allows it. */
  readonly robust: boolean;
  /** Statements of the enforcing layers whose effect depends on MFA. */
  readonly statements: readonly StatementRef[];
}

const LAYERS: readonly LayerName[] = ["scp", "identity", "boundary", "rcp", "trust"];

/** Strength of a path when only these layers see requests without MFA. */
function strengthOf(
  judge: Judge,
  kinds: readonly ContextKind[],
  leaning: Leaning,
  { layers, grantAll = false }: Options = {},
): Strength {
  const yes = judge.conditions(CONTEXTS.mfa, leaning);
  const without = kinds.map((kind) => {
    const no = judge.conditions(kind, leaning);
    return { kind, worlds: layers === undefined ? no : judge.mix(no, yes, layers) };
  });
  return judge.strength(without, yes, grantAll);
}

interface Options {
  readonly layers?: ReadonlySet<LayerName>;
  readonly grantAll?: boolean;
}

/** All sets of so many of the names. */
function choose(names: readonly LayerName[], size: number): LayerName[][] {
  if (size === 0) return [[]];
  return names.flatMap((name, index) =>
    choose(names.slice(index + 1), size - 1).map((rest) => [name, ...rest]),
  );
}

/** The layers that do it alone; when none does, the smallest sets that do it jointly. */
function enforcers(judge: Judge, kinds: readonly ContextKind[], verdict: Strength): LayerName[][] {
  if (verdict === "not_enforced") return [];
  const present = new Set(judge.model.statements.map((statement) => statement.ref.layer));
  const layers = LAYERS.filter((layer) => present.has(layer));
  for (let size = 1; size <= layers.length; size++) {
    const found = choose(layers, size).filter((set) => {
      const strength = strengthOf(judge, kinds, "against", { layers: new Set(set) });
      return verdict === "enforced" ? strength === "enforced" : strength !== "not_enforced";
    });
    if (found.length > 0) return found;
  }
  return [];
}

/** Statements of these layers that restrict more without MFA than with it: in every context, or else in some. */
function responsible(
  judge: Judge,
  kinds: readonly ContextKind[],
  layers: ReadonlySet<LayerName>,
): StatementRef[] {
  const yes = judge.conditions(CONTEXTS.mfa, "against");
  const restricts = (kind: ContextKind, index: number, deny: boolean) =>
    judge.conditions(kind, "against").some((no, number) => {
      const [without, withMfa] = [no[index], yes[number]?.[index]];
      return deny ? without !== "F" && withMfa === "F" : without === "F" && withMfa !== "F";
    });
  const candidates = judge.model.statements.flatMap((statement, index) =>
    layers.has(statement.ref.layer) ? [{ ref: statement.ref, index, deny: statement.compiled.deny }] : [],
  );
  const inAll = candidates.filter((one) => kinds.every((kind) => restricts(kind, one.index, one.deny)));
  const some = () => candidates.filter((one) => kinds.some((kind) => restricts(kind, one.index, one.deny)));
  return (inAll.length > 0 ? inAll : some()).map((one) => one.ref);
}

/**
 * The verdict on one path, from all kinds of requests its holder can send without MFA.
 * Missing evidence can only turn a verdict that is not `enforced` into `unknown`: every layer only takes rights away.
 */
export function judgePath(judge: Judge, kinds: readonly ContextKind[]): PathVerdict {
  const verdict = strengthOf(judge, kinds, "against");
  const nothing: PathVerdict = { verdict, by: [], robust: false, statements: [] };
  if (verdict !== "enforced") {
    const hidden = judge.model.gaps.some((gap) => gap.layer !== "rcp");
    if (hidden || (judge.missing && strengthOf(judge, kinds, "for") !== verdict)) {
      return { ...nothing, verdict: "unknown" };
    }
  }
  const withMfa = judge.reach(judge.conditions(CONTEXTS.mfa, "against"));
  const alone = kinds.find((kind) => kind.ownService) ?? CONTEXTS.mfa;
  const powerless = judge.harmful(withMfa, alone).length === 0;
  const robust =
    verdict === "enforced" && strengthOf(judge, kinds, "against", { grantAll: true }) === "enforced";
  if (powerless && verdict === "enforced") return { ...nothing, by: ["no-permissions"], robust };
  const sets = enforcers(judge, kinds, verdict);
  return {
    verdict,
    by: sets.map((set) => set.join("+")),
    robust,
    statements: sets.length === 0 ? [] : responsible(judge, kinds, new Set(sets.flat())),
  };
}
