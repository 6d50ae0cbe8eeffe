import { namesAction } from "./action-set.js";
import type { AssumePolicies, AssumeStatements } from "./assume-statements.js";
import type { CompiledStatement } from "./compile.js";
import { type CompiledClause, clauseTruth } from "./conditions.js";
import { CONTEXTS, factsOf, type Principal } from "./context.js";
import type { LoadedDocument } from "./document-store.js";
import { type Glob, intersects, literalGlob, subsumes, subsumesArn } from "./glob.js";
import type { KnownRole } from "./known-roles.js";
import type { Load } from "./levels.js";
import type { AppliedStatement } from "./model.js";
import type { Role } from "./role.js";
import type { Trusting } from "./role-index.js";
import type { Subject } from "./subject.js";
import { naming, speaksOfAssumeRole } from "./trust.js";
import { anyOf, type Truth } from "./truth.js";

/** A statement of a trust policy that speaks of sts:AssumeRole by the principal. */
export interface TrustStatement {
  readonly compiled: CompiledStatement;
  readonly itself: Truth;
  readonly account: Truth;
}

/**
 * A role that a principal may be able to assume, and every statement that decides it. The numbers are those of the
 * statements of its model.
 */
export interface Hop {
  /** The same for all principals and roles that are decided alike. */
  readonly key: string;
  /** The first stands for all, which are decided alike and give as much. */
  readonly roles: readonly KnownRole[];
  readonly arn: Glob;
  /** A role of the principal's own account needs no identity policy where it trusts the principal itself. */
  readonly sameAccount: boolean;
  /** Allows that may reach the role, for each slot. */
  readonly allows: readonly (readonly number[])[];
  /** Denies that may reach it, and those that surely do. */
  readonly denies: readonly number[];
  readonly sure: readonly number[];
  /** Null: the trust policy was not collected or cannot be read. */
  readonly trust: readonly TrustStatement[] | null;
  readonly document: LoadedDocument | null;
}

const IN_ACCOUNT = /^arn:[^:*?]+:iam::(\d{12}):/;

/** Whether every role that a pattern can mean is of an account whose roles are known. */
export function confined(pattern: Glob, accounts: ReadonlySet<string>): boolean {
  const account = pattern.escaped ? undefined : IN_ACCOUNT.exec(pattern.text)?.[1];
  return account !== undefined && accounts.has(account);
}

export function accountOf(arn: string): string {
  return arn.split(":", 5)[4] ?? "";
}

function mayReach(statement: AppliedStatement, arn: Glob): boolean {
  if (statement.vague) return true;
  return statement.spares
    ? !statement.resources.some((one) => subsumes(one, arn))
    : statement.resources.some((one) => intersects(one, arn));
}

function surelyReaches({ spares, vague, resources }: AppliedStatement, arn: Glob): boolean {
  return spares
    ? !vague && !resources.some((one) => intersects(one, arn))
    : resources.some((one) => subsumesArn(one, arn));
}

/** Which kinds of requests a trust policy is asked about. */
const KINDS = [CONTEXTS.console, CONTEXTS.key, CONTEXTS.mfa, CONTEXTS["role-session"]];

/** What a condition says of the principal; its text too where that is not settled. */
function clauseKey(clause: CompiledClause, principal: Principal): string {
  const truths = KINDS.map((kind) => clauseTruth(clause, factsOf(principal, kind))).join("");
  const { operator, key, values } = clause.source;
  return /[UM]/.test(truths) ? `${truths} ${operator} ${key} ${values.join("|")}` : truths;
}

function trustKey({ compiled, itself, account }: TrustStatement, principal: Principal): string {
  const clauses = compiled.clauses.map((clause) => clauseKey(clause, principal));
  return `${compiled.deny} ${itself}${account} ${clauses.join()}`;
}

/** Works out, for principals and roles, which statements decide about AssumeRole. */
export class Hops {
  private readonly known = new WeakMap<Subject, readonly Hop[]>();

  constructor(
    readonly assuming: AssumeStatements,
    private readonly load: Load,
  ) {}

  /** The hops of a principal in canonical order; roles that are decided alike and give as much are one. */
  of(subject: Subject): readonly Hop[] {
    const roles = subject.roles?.roles ?? [];
    if (roles.length === 0) return [];
    const known = this.known.get(subject);
    if (known !== undefined) return known;
    const policies = this.assuming.of(subject);
    const alike = new Map<string, { readonly hop: Hop; readonly roles: KnownRole[] }>();
    for (const role of roles) {
      const hop = this.hop(policies, role);
      const found = alike.get(hop.key);
      if (found === undefined) alike.set(hop.key, { hop, roles: [role] });
      else found.roles.push(role);
    }
    const hops = [...alike.values()].map(({ hop, roles: all }): Hop => ({ ...hop, roles: all }));
    const sorted = hops.sort((a, b) => (a.key < b.key ? -1 : 1));
    this.known.set(subject, sorted);
    return sorted;
  }

  /** Those of some roles that the subject may be able to assume, for all that is known before anything is judged. */
  reaching(subject: Subject, candidates: readonly Trusting[]): Role[] {
    if (candidates.length === 0) return [];
    const granted = this.assuming.mayAssume(subject) ? this.assuming.granted(subject) : () => false;
    return candidates.flatMap(({ role, account, only }) => {
      if (only?.has(subject.principal.arn) === false) return [];
      const named = account ? "account" : this.named(role, subject.principal);
      if (named === "nobody") return [];
      return named === "itself" || granted(literalGlob(role.subject.principal.arn)) ? [role] : [];
    });
  }

  /** How the Allows of a role's trust policy may name a principal; `itself` counts in the own account only. */
  private named(role: Role, principal: Principal): "itself" | "account" | "nobody" {
    const document = this.document(role);
    if (document === null) return "account";
    const trusting = this.naming(document, principal).filter(({ compiled }) => !compiled.deny);
    if (trusting.length === 0) return "nobody";
    const inOwn = role.subject.principal.accountId === principal.accountId;
    return inOwn && trusting.some(({ itself }) => itself !== "F") ? "itself" : "account";
  }

  /** All of a subject's roles that its assessment depends on. */
  key(subject: Subject): string {
    const { roles } = subject;
    if (roles === undefined) return "";
    if (roles.roles.length === 0 && !this.assuming.mayAssume(subject)) return "roles";
    const places = this.assuming
      .of(subject)
      .statements.map(({ statement }) => statement.resources.map((one) => confined(one, roles.accounts)));
    return JSON.stringify([places, this.of(subject).map(({ key }) => key)]);
  }

  /** The trust policy of a role; null when it was not collected or cannot be read. */
  document({ trust: { text } }: Pick<KnownRole, "trust">): LoadedDocument | null {
    const loaded = text === null ? null : this.load(text, "trust");
    return loaded === null || "why" in loaded ? null : loaded;
  }

  /** Whether some principal may pass tags to the sessions of a role, which then stand for the role's own. */
  passesTags(role: Pick<KnownRole, "trust">): boolean {
    const document = this.document(role);
    return (
      document === null ||
      document.statements.some(
        ({ deny, source: { action } }) =>
          !deny && namesAction(action.patterns, "sts:tagsession") !== action.negated,
      )
    );
  }

  /** The statements of a trust policy that name a principal. */
  private naming(document: LoadedDocument, principal: Principal): TrustStatement[] {
    return document.statements.flatMap((compiled): TrustStatement[] => {
      const { principal: selector } = compiled.source;
      if (selector === null) return [];
      if (!speaksOfAssumeRole(compiled)) return [];
      const named = naming(selector, principal);
      return anyOf([named.itself, named.account]) === "F" ? [] : [{ compiled, ...named }];
    });
  }

  private hop({ subject, slots, statements }: AssumePolicies, role: KnownRole): Hop {
    const { principal } = subject;
    const sameAccount = accountOf(role.arn) === principal.accountId;
    const document = this.document(role);
    const trust = document === null ? null : this.naming(document, principal);
    const arn = literalGlob(role.arn);
    const allows: number[][] = slots.map(() => []);
    const denies: number[] = [];
    const sure: number[] = [];
    for (const { number, statement } of statements) {
      // Resource control policies of the principal's account do not reach roles of others.
      if (statement.ref.layer === "rcp" && !sameAccount) continue;
      if (!mayReach(statement, arn)) continue;
      if (!statement.compiled.deny) allows[statement.slot]?.push(number);
      else {
        denies.push(number);
        if (surelyReaches(statement, arn)) sure.push(number);
      }
    }
    const said = trust?.map((one) => trustKey(one, principal)) ?? null;
    const key = JSON.stringify([sameAccount, allows, denies, sure, said, role.gives]);
    return { key, roles: [role], arn, sameAccount, allows, denies, sure, trust, document };
  }
}
