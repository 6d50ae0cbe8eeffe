import { ROLES } from "./assume-statements.js";
import type { Atom } from "./atom.js";
import type { Atoms } from "./atoms.js";
import { intersects } from "./glob.js";
import { confined, type Hop } from "./hops.js";
import type { RoleKnowledge } from "./known-roles.js";
import type { PlacedDocument } from "./levels.js";
import type { AppliedStatement, Model } from "./model.js";
import { atomReach } from "./reach.js";
import type { AtomReach, Situation } from "./situation.js";
import { anyOf, type Truth } from "./truth.js";

/** AssumeRole of roles that are not known. */
function unknownRoles(assume: Atom, { accounts }: RoleKnowledge): Atom {
  const reach = (situation: Situation): AtomReach => {
    const all = atomReach(situation, assume);
    const left = all?.map((slot) =>
      slot.filter((pattern) => intersects(pattern, ROLES) && !confined(pattern, accounts)),
    );
    return left === undefined || left.some((slot) => slot.length === 0) ? null : left;
  };
  return { ...assume, count: 0, role: { hop: null, reach } };
}

/** Numbers of the statements of a hop's trust policy, by what they do. */
interface Numbers {
  readonly itself: readonly number[];
  readonly any: readonly number[];
  readonly denies: readonly number[];
  readonly sure: readonly number[];
}

function numbersOf({ trust, sameAccount }: Hop, first: number): Numbers {
  const all = (trust ?? []).map((one, index) => ({ ...one, number: first + index }));
  const numbers = (list: typeof all) => list.map(({ number }) => number);
  const denies = all.filter(({ compiled }) => compiled.deny);
  const trusting = all.filter(({ compiled }) => !compiled.deny);
  return {
    itself: numbers(trusting.filter(({ itself }) => sameAccount && itself !== "F")),
    any: numbers(trusting),
    denies: numbers(denies),
    sure: numbers(denies.filter(({ itself, account }) => anyOf([itself, account]) === "T")),
  };
}

/**
 * Whether the principal may assume the role: the trust policy and its own policies must agree. Where a role of its own
 * account trusts the principal itself, its identity policies and boundary need not allow it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
function hopReach({ model, truths, grantAll }: Situation, hop: Hop, trust: Numbers): AtomReach {
  if ([...hop.sure, ...trust.sure].some((index) => truths[index] === "T")) return null;
  const open = (statements: readonly number[]) => statements.some((index) => truths[index] !== "F");
  const itself = open(trust.itself);
  if (hop.trust !== null && !open(trust.any)) return null;
  const passes = model.slots.every(
    (slot, number) =>
      slot.open || (slot.layer !== "scp" && (grantAll || itself)) || open(hop.allows[number] ?? []),
  );
  return passes ? model.slots.map(() => [hop.arn]) : null;
}

/** A layer opens more where nothing surely allowed it and something new does. */
function hopOpensMore(
  { slots }: Model,
  hop: Hop,
  trust: Numbers,
  without: readonly Truth[],
  withMfa: readonly Truth[],
  granted: (slot: number) => boolean,
): boolean {
  const sure = (allows: readonly number[]) => allows.some((one) => without[one] === "T");
  const opens = (allows: readonly number[]) =>
    !sure(allows) && allows.some((one) => withMfa[one] !== "F" && withMfa[one] !== without[one]);
  const needless = (slot: number) => granted(slot) || (slots[slot]?.layer !== "scp" && sure(trust.itself));
  return opens(trust.any) || hop.allows.some((allows, slot) => !needless(slot) && opens(allows));
}

function hopAtom(model: Model, hop: Hop, assume: Atom, first: number): Atom {
  const [role] = hop.roles;
  const numbers = numbersOf(hop, first);
  return {
    ...assume,
    count: 0,
    level: role?.gives.level ?? 0,
    harmless: role?.gives.harmful === false,
    denies: [...hop.denies, ...numbers.denies],
    allows: hop.allows,
    role: {
      hop,
      reach: (situation) => hopReach(situation, hop, numbers),
      opensMore: (...sides) => hopOpensMore(model, hop, numbers, ...sides),
    },
  };
}

function applied(hop: Hop, document: number): AppliedStatement[] {
  return (hop.trust ?? []).map(({ compiled }) => ({
    ref: { layer: "trust", level: 0, document, statement: compiled.source.index },
    slot: -1,
    compiled,
    resources: [hop.arn],
    texts: [hop.arn.text],
    spares: false,
    vague: false,
  }));
}

function placed({ roles, document: compiled }: Hop, document: number): PlacedDocument[] {
  return roles.slice(0, 1).map(({ trust: source }) => ({
    layer: "trust",
    level: 0,
    document,
    source,
    compiled,
    problem: null,
  }));
}

/**
 * Puts the roles a principal may assume into what it is judged by: an atom for each hop, one for all roles that are not
 * known, and the trust policies as a layer. The plain atom of sts:AssumeRole does no harm beside them.
 */
export function withRoles(
  model: Model,
  atoms: Atoms,
  hops: readonly Hop[],
  assume: number,
): { readonly model: Model; readonly atoms: Atoms } {
  const { roles } = model.subject;
  const plain = atoms.of.get(assume) ?? -1;
  const assumeAtom = atoms.atoms[plain];
  if (roles === undefined || assumeAtom === undefined) return { model, atoms };
  const statements = [...model.statements];
  const added = [unknownRoles(assumeAtom, roles)];
  for (const [document, hop] of hops.entries()) {
    added.push(hopAtom(model, hop, assumeAtom, statements.length));
    statements.push(...applied(hop, document));
  }
  return {
    model: { ...model, statements, documents: [...model.documents, ...hops.flatMap(placed)] },
    atoms: {
      of: atoms.of,
      assuming: added.map((_, index) => atoms.atoms.length + index),
      atoms: [
        ...atoms.atoms.map((one, index) => (index === plain ? { ...one, harmless: true } : one)),
        ...added,
      ],
    },
  };
}
