import { TIERS } from "../model/tiers.js";
import { CONTEXTS, type ContextKind, type ContextName } from "./context.js";
import type { PolicyEngine } from "./engine.js";
import type { Glob } from "./glob.js";
import { type HopAnswer, hopAnswer } from "./hop-answer.js";
import { confined } from "./hops.js";
import type { Judge } from "./judge.js";
import { NO_GIFT, type RoleGift, UNKNOWN_GIFT } from "./known-roles.js";
import type { RoleGraph } from "./role-graph.js";
import type { Subject } from "./subject.js";

/** A role that somebody's policies or the role's trust speak of, and whether it can be assumed. */
export interface RoleNote {
  /** ARN of the user or role whose session would assume it. */
  readonly from: string;
  /** ARN, or the pattern of a policy that means roles that are not known. */
  readonly role: string;
  /** From 1: so many roles are assumed one after the other. */
  readonly depth: number;
  readonly requests: readonly { readonly name: ContextName; readonly answer: HopAnswer["answer"] }[];
  /** In sentences, each for the kinds of requests it names. */
  readonly why: readonly string[];
  /** What whoever assumes it has. */
  readonly gives: RoleGift;
}

const USER_KINDS = [CONTEXTS.console, CONTEXTS.key, CONTEXTS["key-session"], CONTEXTS.mfa];
const SESSION_KINDS = [CONTEXTS["role-session"]];
/** So many are explained; a role can name thousands. */
const MOST_NOTES = 100;
const DENIED = "policies deny it, or allow it only to other requests";

const SAID: Readonly<Partial<Record<ContextName, string>>> = { mfa: "with MFA" };

type Answers = readonly { readonly kind: ContextKind; readonly answer: HopAnswer }[];

/** Reasons that hold for all kinds of requests stand alone, others after the names of theirs. */
function reasons(answers: Answers): string[] {
  const kinds = new Map<string, string[]>();
  for (const { kind, answer } of answers)
    kinds.set(answer.why, [...(kinds.get(answer.why) ?? []), SAID[kind.name] ?? kind.name]);
  return [...kinds].map(([why, names]) => (kinds.size === 1 ? `${why}.` : `${names.join(", ")}: ${why}.`));
}

function opens({ requests }: RoleNote): boolean {
  return requests.some(({ answer }) => answer !== "closed");
}

/** Explains the roles of one principal. */
class Explaining {
  private readonly judge: Judge;
  private readonly kinds: readonly ContextKind[];

  constructor(
    private readonly engine: PolicyEngine,
    private readonly subject: Subject,
    private readonly graph: RoleGraph,
    private readonly depth: number,
  ) {
    this.judge = engine.judge(subject);
    this.kinds = subject.principal.kind === "role" ? SESSION_KINDS : USER_KINDS;
  }

  notes(): RoleNote[] {
    const hops = this.judge.atoms.atoms.flatMap(({ role }, index) => {
      if (!role?.hop) return [];
      const answers = this.kinds.map((kind) => ({ kind, answer: hopAnswer(this.judge, index, kind) }));
      return role.hop.roles.map((one) => this.note(one.arn, answers, one.gives));
    });
    const decided = new Set(hops.map(({ role }) => role));
    const rank = ({ gives }: RoleNote) => TIERS.indexOf(gives.tier);
    hops.sort((a, b) => rank(b) - rank(a) || (a.role < b.role ? -1 : 1));
    return [...hops, ...this.others(this.engine.hops.assuming.mentioned(this.subject), decided)];
  }

  private note(role: string, answers: Answers, gives: RoleGift): RoleNote {
    return {
      from: this.subject.principal.arn,
      role,
      depth: this.depth,
      requests: answers.map(({ kind, answer }) => ({ name: kind.name, answer: answer.answer })),
      why: reasons(answers),
      gives,
    };
  }

  /** What policies name that is no hop: roles that trust somebody else, are not there, or are not known. */
  private others(mentioned: readonly Glob[], decided: ReadonlySet<string>): RoleNote[] {
    return mentioned.flatMap((pattern) => {
      const role = pattern.text;
      if (decided.has(role)) return [];
      if (!confined(pattern, this.graph.accounts)) return [this.unknown(pattern)];
      return pattern.literal ? [this.note(role, this.closed(this.graph.refusal(role)), NO_GIFT)] : [];
    });
  }

  private unknown(pattern: Glob): RoleNote {
    const index = this.judge.atoms.atoms.findIndex(({ role }) => role !== undefined && role.hop === null);
    const why = "roles of accounts that were not collected count as open";
    const answers = this.kinds.map((kind) => {
      const reach = this.judge.reach(this.judge.conditions(kind, "against"))[index] ?? null;
      const open = reach?.some((slot) => slot.some((one) => one.text === pattern.text)) === true;
      const answer: HopAnswer = open ? { answer: "conditional", why } : { answer: "closed", why: DENIED };
      return { kind, answer };
    });
    return this.note(pattern.text, answers, UNKNOWN_GIFT);
  }

  private closed(why: string): Answers {
    return this.kinds.map((kind) => ({ kind, answer: { answer: "closed", why } }));
  }
}

/**
 * The roles that a user's policies or the roles' trust speak of, chain by chain: the nearest first, then those that give
 * most. Each role is followed once, from where it is reached first, and an administrator's not at all: nothing is beyond it.
 */
export function roleNotes(engine: PolicyEngine, subject: Subject, graph: RoleGraph): RoleNote[] {
  const notes: RoleNote[] = [];
  const followed = new Set<string>();
  let callers: readonly Subject[] = [subject];
  for (let depth = 1; callers.length > 0; depth++) {
    const all = callers.flatMap((caller) => new Explaining(engine, caller, graph, depth).notes());
    // That a chain does not lead back is no news.
    const found = all.filter((note) => opens(note) || !followed.has(note.role));
    notes.push(...found);
    if (notes.length >= MOST_NOTES) break;
    callers = found.flatMap((note) => {
      const { role } = note;
      const known = graph.role(role);
      if (known === undefined || !opens(note) || followed.has(role)) return [];
      followed.add(role);
      return graph.power(known).gift.tier === "admin" ? [] : [graph.session(known)];
    });
  }
  return notes.slice(0, MOST_NOTES);
}
