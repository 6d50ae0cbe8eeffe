import { hasAction, matchesName } from "./action-set.js";
import type { CompiledStatement } from "./compile.js";
import { type CompiledClause, clauseTruth } from "./conditions.js";
import { CONTEXTS, factsOf, type Principal } from "./context.js";
import type { LoadedDocument } from "./document-store.js";
import { type Glob, glob, intersects, literalGlob, subsumes, subsumesArn } from "./glob.js";
import type { LevelReader, Load } from "./levels.js";
import { type AppliedStatement, buildModel, type Model } from "./model.js";
import { readings } from "./resource-pattern.js";
import type { KnownRole, Role } from "./role.js";
import type { Subject } from "./subject.js";
import { naming } from "./trust.js";
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

/** Every ARN of a role. */
export const ROLES = glob("arn:*:iam::*:role/*");
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

function allowing({ compiled }: TrustStatement): boolean {
  return !compiled.deny;
}

function namingItself({ itself }: TrustStatement): boolean {
  return itself !== "F";
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

/** What is judged of a principal and the roles it may assume. */
export interface Hopping {
  /** Of its own policies. */
  readonly model: Model;
  /** In canonical order. */
  readonly hops: readonly Hop[];
}

function sameLayers(left: Subject, right: Subject): boolean {
  return (
    left.identity === right.identity &&
    left.boundary === right.boundary &&
    left.scps === right.scps &&
    left.rcps === right.rcps
  );
}

/** Works out, for principals and roles, which statements decide about AssumeRole. */
export class Hops {
  private readonly known = new WeakMap<Subject, Hopping>();
  private readonly models = new WeakMap<Principal, Model>();
  private readonly grantsKnown = new WeakMap<LoadedDocument, boolean>();

  constructor(
    private readonly reader: LevelReader,
    private readonly load: Load,
    /** Index of sts:AssumeRole in the catalogue. */
    readonly action: number,
  ) {}

  /** A subject is asked about before and after its roles are known; its own policies are laid out once. */
  private model(subject: Subject): Model {
    const known = this.models.get(subject.principal);
    if (known !== undefined && sameLayers(known.subject, subject)) return { ...known, subject };
    const made = buildModel(subject, this.reader);
    this.models.set(subject.principal, made);
    return made;
  }

  /** The hops of a principal; roles that are decided alike and give as much are one. */
  of(subject: Subject): Hopping {
    const known = this.known.get(subject);
    if (known !== undefined) return known;
    const model = this.model(subject);
    const speaking = this.speaking(model);
    const hops = new Map<string, Hop>();
    for (const role of subject.roles?.roles ?? []) {
      const hop = this.hop(model, speaking, role);
      const alike = hops.get(hop.key);
      hops.set(hop.key, alike === undefined ? hop : { ...alike, roles: [...alike.roles, role] });
    }
    const sorted = [...hops.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    const made = { model, hops: sorted };
    this.known.set(subject, made);
    return made;
  }

  /** Those of some roles that the subject may be able to assume, for all that is known before anything is judged. */
  reaching(subject: Subject, roles: readonly Role[]): readonly Role[] {
    if (roles.length === 0) return roles;
    const granted = this.mayAssume(subject) ? this.granted(this.model(subject)) : () => false;
    return roles.filter((role) => {
      const { arn, accountId } = role.subject.principal;
      const document = this.document(role);
      const trusting = document === null ? [] : this.naming(document, subject.principal).filter(allowing);
      if (document !== null && trusting.length === 0) return false;
      const itself = accountId === subject.principal.accountId && trusting.some(namingItself);
      return itself || granted(literalGlob(arn));
    });
  }

  /** Whether identity policies may allow AssumeRole on a role. */
  private granted(model: Model): (arn: Glob) => boolean {
    const open = model.slots.some((slot) => slot.layer === "identity" && slot.open);
    const allows = this.granting(model);
    return (arn) => open || allows.some((statement) => mayReach(statement, arn));
  }

  /** The statements of identity policies that allow AssumeRole. */
  private granting(model: Model): AppliedStatement[] {
    return this.speaking(model).flatMap((index) => {
      const statement = model.statements[index];
      return statement?.ref.layer !== "identity" || statement.compiled.deny ? [] : [statement];
    });
  }

  /** The patterns of identity policies that allow AssumeRole and may mean roles. */
  mentioned(subject: Subject): readonly Glob[] {
    const patterns = this.granting(this.of(subject).model).flatMap(({ resources }) => resources);
    return patterns.filter((one) => intersects(one, ROLES));
  }

  /** All of a subject's roles that its assessment depends on. */
  key(subject: Subject): string {
    const { roles } = subject;
    if (roles === undefined) return "";
    if (roles.roles.length === 0 && !this.mayAssume(subject)) return "roles";
    const { model, hops } = this.of(subject);
    const places = this.speaking(model).map((index) =>
      (model.statements[index]?.resources ?? []).map((one) => confined(one, roles.accounts)),
    );
    return JSON.stringify([places, hops.map(({ key }) => key)]);
  }

  /** Whether an identity policy of the subject allows AssumeRole on what may be a role. */
  mayAssume(subject: Subject): boolean {
    return this.reader
      .levels(subject)
      .some(
        ({ layer, missing, documents }) =>
          layer === "identity" &&
          (missing || documents.some(({ compiled }) => compiled === null || this.grants(compiled))),
      );
  }

  private grants(document: LoadedDocument): boolean {
    const known = this.grantsKnown.get(document);
    if (known !== undefined) return known;
    const made = document.statements.some(
      (statement) =>
        !statement.deny &&
        this.holds(statement) &&
        (statement.resourcesNegated ||
          statement.resources
            .flatMap(readings)
            .some(({ fixed }) => fixed === null || intersects(fixed, ROLES))),
    );
    this.grantsKnown.set(document, made);
    return made;
  }

  /** Numbers of the statements of a model that speak of sts:AssumeRole. */
  private speaking({ statements }: Model): number[] {
    return statements.flatMap(({ compiled }, index) => (this.holds(compiled) ? [index] : []));
  }

  private holds({ actions, actionsNegated }: CompiledStatement): boolean {
    return hasAction(actions, this.action) !== actionsNegated;
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
        ({ deny, actions, actionsNegated }) =>
          !deny && matchesName(actions, "sts", "sts:tagsession") !== actionsNegated,
      )
    );
  }

  /** The statements of a trust policy that name a principal. */
  naming(document: LoadedDocument, principal: Principal): TrustStatement[] {
    return document.statements.flatMap((compiled): TrustStatement[] => {
      const { principal: selector } = compiled.source;
      if (selector === null) return [];
      if (matchesName(compiled.actions, "sts", "sts:assumerole") === compiled.actionsNegated) return [];
      const named = naming(selector, principal);
      return anyOf([named.itself, named.account]) === "F" ? [] : [{ compiled, ...named }];
    });
  }

  private hop(model: Model, speaking: readonly number[], role: KnownRole): Hop {
    const { principal } = model.subject;
    const sameAccount = accountOf(role.arn) === principal.accountId;
    const document = this.document(role);
    const trust = document === null ? null : this.naming(document, principal);
    const arn = literalGlob(role.arn);
    const allows: number[][] = model.slots.map(() => []);
    const denies: number[] = [];
    const sure: number[] = [];
    for (const index of speaking) {
      const statement = model.statements[index];
      // Resource control policies of the principal's account do not reach roles of others.
      if (statement === undefined || (statement.ref.layer === "rcp" && !sameAccount)) continue;
      if (!mayReach(statement, arn)) continue;
      if (!statement.compiled.deny) allows[statement.slot]?.push(index);
      else {
        denies.push(index);
        if (surelyReaches(statement, arn)) sure.push(index);
      }
    }
    const said = trust?.map((one) => trustKey(one, principal)) ?? null;
    const key = JSON.stringify([sameAccount, allows, denies, sure, said, role.gives]);
    return { key, roles: [role], arn, sameAccount, allows, denies, sure, trust, document };
  }
}
