import type { PolicyEngine } from "./engine.js";
import { accountOf } from "./hops.js";
import { type KnownRole, NO_GIFT, type RoleGift, type RoleKnowledge, UNKNOWN_GIFT } from "./known-roles.js";
import { higher } from "./privilege-rules.js";
import type { Role } from "./role.js";
import { RoleIndex } from "./role-index.js";
import type { Subject } from "./subject.js";

/** What the sessions of a role may do by its own policies, and the roles they may assume. */
interface OwnPower {
  readonly gift: RoleGift;
  readonly next: readonly Role[];
}

/**
 * Of an account with more roles that may trust its principals, none is followed: they count as not known. AWS lets an
 * account have 1,000 roles, on request 5,000.
 */
const MOST_ROLES = 2_000;
const SHOWN_PRINCIPALS = 3;
const NOT_FOLLOWED: RoleKnowledge = { accounts: new Set(), roles: [] };

function together(left: RoleGift, right: RoleGift): RoleGift {
  return {
    harmful: left.harmful || right.harmful,
    level: Math.max(left.level, right.level),
    tier: higher(left.tier, right.tier),
    known: left.known && right.known,
  };
}

/**
 * The roles of a snapshot and who may assume them. Sessions of a role carry nothing of who assumed it, so a role gives the
 * same to everybody: each is judged once, and chains are followed to any length, each role once.
 */
export class RoleGraph {
  private readonly index: RoleIndex;
  private readonly nobody: RoleKnowledge;
  private readonly byArn: ReadonlyMap<string, Role>;
  private readonly own = new Map<Role, OwnPower>();
  private readonly gifts = new Map<Role, RoleGift>();
  /** By the key of what a role's sessions may do, and which of its hops are open. */
  private readonly sessions = new Map<
    string,
    { readonly gift: RoleGift; readonly open: readonly number[] }
  >();

  /** @param accounts those of which all roles are given */
  constructor(
    private readonly engine: PolicyEngine,
    roles: readonly Role[],
    readonly accounts: ReadonlySet<string>,
  ) {
    this.nobody = { accounts, roles: [] };
    const inKnown = roles.filter(({ subject }) => accounts.has(accountOf(subject.principal.arn)));
    this.index = new RoleIndex(inKnown, engine.hops);
    this.byArn = new Map(inKnown.map((role) => [role.subject.principal.arn, role]));
  }

  /** The subject, with the roles that it may be able to assume and what they give. */
  complete(subject: Subject): Subject {
    return this.withRoles(subject, (role) => this.gift(role));
  }

  /** The role of this ARN, where it is known. */
  role(arn: string): Role | undefined {
    return this.byArn.get(arn);
  }

  /** The sessions of a role, with the roles that they may be able to assume. */
  session(role: Role): Subject {
    return this.complete(this.sender(role));
  }

  /** Why a role of a known account cannot be assumed by whom it does not trust. */
  refusal(arn: string): string {
    const role = this.byArn.get(arn);
    if (role === undefined) return "there is no such role, or it trusts neither users nor roles";
    const document = this.engine.hops.document(role);
    const trusted = (document?.statements ?? []).flatMap(({ deny, source }) =>
      deny ? [] : (source.principal?.patterns ?? []),
    );
    return `it trusts somebody else: ${trusted.slice(0, SHOWN_PRINCIPALS).join(", ")}`;
  }

  /** What somebody has who assumes a role. */
  gift(role: Role): RoleGift {
    const known = this.gifts.get(role);
    if (known !== undefined) return known;
    let gift = NO_GIFT;
    for (const one of this.reached(role)) gift = together(gift, this.power(one).gift);
    this.gifts.set(role, gift);
    return gift;
  }

  /** The role and every role that its sessions can come to, the nearest first. */
  private reached(role: Role): ReadonlySet<Role> {
    const reached = new Set([role]);
    for (const one of reached) for (const next of this.power(one).next) reached.add(next);
    return reached;
  }

  /** What a role's sessions may do by its own policies, and which roles they can assume. */
  power(role: Role): OwnPower {
    const known = this.own.get(role);
    if (known !== undefined) return known;
    const subject = this.withRoles(this.sender(role), () => NO_GIFT);
    const key = this.engine.sessionKeys.of(subject);
    const session = this.sessions.get(key) ?? this.judged(subject);
    this.sessions.set(key, session);
    const made = { gift: session.gift, next: this.opened(subject, session.open) };
    this.own.set(role, made);
    return made;
  }

  private opened(subject: Subject, open: readonly number[]): Role[] {
    if (open.length === 0) return [];
    const hops = this.engine.hops.of(subject);
    const roles = open.flatMap((number) => hops[number]?.roles ?? []);
    return roles.flatMap(({ arn }) => this.byArn.get(arn) ?? []);
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html */
  private sender(role: Role): Subject {
    const { subject } = role;
    const tags = this.engine.hops.passesTags(role) ? "chosen" : subject.principal.tags;
    return { ...subject, principal: { ...subject.principal, tags } };
  }

  private judged(subject: Subject) {
    const session = this.engine.session(subject);
    return "tooComplex" in session ? { gift: UNKNOWN_GIFT, open: [] } : session;
  }

  private withRoles(subject: Subject, gives: (role: Role) => RoleGift): Subject {
    const { accountId } = subject.principal;
    const granted = this.engine.hops.assuming.mayAssume(subject) ? this.index.trusting(accountId) : [];
    const followed = granted.length <= MOST_ROLES;
    const candidates = granted.length > 0 && followed ? granted : this.index.trustingItself(accountId);
    const nobody = followed ? this.nobody : NOT_FOLLOWED;
    const roles = this.engine.hops
      .reaching(subject, candidates)
      .map((role): KnownRole => ({ arn: role.subject.principal.arn, trust: role.trust, gives: gives(role) }));
    return { ...subject, roles: roles.length === 0 ? nobody : { ...nobody, roles } };
  }
}
