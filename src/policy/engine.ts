import { createHash } from "node:crypto";
import { ActionSets } from "./action-set.js";
import { AssumeStatements } from "./assume-statements.js";
import { type Atoms, type AtomTools, actionsByAtom, atomTools, buildAtoms } from "./atoms.js";
import { TooComplex } from "./budget.js";
import type { Catalogue } from "./catalogue.js";
import type { ContextKind } from "./context.js";
import { dangerOf, mostDangerous } from "./danger.js";
import { DedupeKeys } from "./dedupe-key.js";
import { DocumentStore } from "./document-store.js";
import { type EffectiveMfa, effectiveMfa, pathsOf } from "./effective-mfa.js";
import { guardsOf } from "./guards.js";
import { HARMLESS } from "./harmless.js";
import { Hops } from "./hops.js";
import { Judge } from "./judge.js";
import { LevelReader } from "./levels.js";
import { buildModel, type Model } from "./model.js";
import { parsePolicy } from "./parse-policy.js";
import { grantsOf, type PolicyGrants } from "./policy-grants.js";
import { Powers, type Privilege, privilegeOf } from "./privilege.js";
import type { PrivilegeRule } from "./privilege-rules.js";
import { examplesOf, type Residual, residualOf } from "./residual.js";
import { withRoles } from "./role-atoms.js";
import { type RoleSession, roleSession } from "./role-session.js";
import { RuleSet } from "./rule-set.js";
import { SessionKeys } from "./session-keys.js";
import { type Credentials, onlyServices, type Subject } from "./subject.js";
import type { Witness } from "./wanted.js";

/** Everything the engine finds out about one subject. */
export interface Assessment {
  readonly mfa: EffectiveMfa;
  readonly residual: { readonly console: Residual; readonly key: Residual };
  readonly privilege: Privilege;
}

/** The subject's policies need more work than is allowed for; every verdict on it is unknown. */
export interface Refused {
  readonly tooComplex: string;
}

/** Atoms that are kept for other subjects with the same documents; a set costs about as much as so many atoms more. */
const KEPT_ATOMS = 40_000;
const PER_SET = 150;
/** Characters of trust policies of which the compiled form is kept: those of some accounts, which are asked for in turn. */
const COMPILED_TRUST = 400_000;
const NOTHING_LEFT: Residual = { actions: 0, unlisted: false };

/** What is worked out for one set of policies, whoever asks. */
interface Shared {
  readonly key: string;
  readonly judge: Judge;
  readonly powers: Powers;
  readonly tooComplex: string | null;
}

const ALL_CREDENTIALS: Credentials = { device: false, fidoOnly: false, console: true, keys: true };

/** Evaluates subjects against one catalogue and one set of rules; keeps compiled documents between them. */
export class PolicyEngine {
  readonly sets: ActionSets;
  private readonly tools: AtomTools;
  private readonly dangerous: readonly number[];
  private readonly documents: DocumentStore;
  private readonly levels: LevelReader;
  private readonly atomCache = new Map<string, Atoms>();
  private keptAtoms = 0;
  private readonly ruleSet: RuleSet;
  private last: Shared | undefined;
  private readonly keys: DedupeKeys;
  readonly hops: Hops;
  readonly sessionKeys: SessionKeys;

  constructor(
    readonly catalogue: Catalogue,
    readonly rules: readonly PrivilegeRule[],
  ) {
    this.sets = new ActionSets(catalogue);
    this.ruleSet = new RuleSet(rules, catalogue);
    this.documents = new DocumentStore(this.sets);
    this.levels = new LevelReader(this.documents.load);
    const danger = dangerOf(catalogue, rules);
    this.dangerous = mostDangerous(danger);
    this.tools = atomTools(this.sets, danger, this.wanted());
    const rulesHash = createHash("sha256").update(JSON.stringify(rules)).digest("hex");
    const assuming = new AssumeStatements(this.levels, catalogue.indexOf.get("sts:assumerole") ?? -1);
    // Trust policies have a store of their own: so many small documents would drive the large ones out.
    this.hops = new Hops(assuming, new DocumentStore(this.sets, COMPILED_TRUST).load);
    this.sessionKeys = new SessionKeys(this.levels, this.hops);
    this.keys = new DedupeKeys(
      this.levels,
      `${catalogue.version} ${rulesHash}`,
      this.ruleSet.scopes,
      this.hops,
    );
  }

  /** Actions that rules, examples and the enrolment checks ask for by name. */
  private wanted(): number[] {
    const { indexOf, unlistedService } = this.catalogue;
    const names = [...this.rules.flatMap((rule) => rule.requires), ...HARMLESS];
    const indices = names.flatMap((name) => indexOf.get(name.toLowerCase()) ?? []);
    return [...new Set([...indices, ...this.dangerous, ...this.ruleSet.admin.all, unlistedService])];
  }

  /** Subjects with the same key have the same assessment: evaluate one of them. */
  key(subject: Subject): string {
    return this.keys.of(subject);
  }

  /** Whether subjects with the same documents, evidence and credentials may have different keys. */
  dependsOnPrincipal(subject: Subject): boolean {
    return this.keys.dependsOnPrincipal(subject);
  }

  /** What one policy grants by itself; null when it cannot be read. It is asked once of each, so nothing is kept. */
  grants(text: string): PolicyGrants | null {
    const parsed = parsePolicy(text, "identity");
    return parsed.ok ? grantsOf(parsed.document.statements) : null;
  }

  model(subject: Subject): Model {
    return buildModel(subject, this.levels);
  }

  judge(subject: Subject): Judge {
    const own = this.model(subject);
    const { model, atoms } = withRoles(
      own,
      this.atoms(own),
      this.hops.of(subject),
      this.hops.assuming.action,
    );
    return new Judge(model, atoms);
  }

  /** Atoms depend on the actions alone, so users of the same groups share them, and roles alike in many accounts. */
  private atoms(model: Model): Atoms {
    const key = `${onlyServices(model.subject)?.join() ?? ""} ${actionsOf(model)}`;
    const known = this.atomCache.get(key);
    if (known !== undefined) return known;
    const made = buildAtoms(model, this.tools);
    this.keptAtoms += made.atoms.length + PER_SET;
    if (this.keptAtoms > KEPT_ATOMS) {
      this.atomCache.clear();
      this.keptAtoms = made.atoms.length + PER_SET;
    }
    this.atomCache.set(key, made);
    return made;
  }

  private residual(judge: Judge, kinds: readonly ContextKind[]): Residual {
    return kinds.length === 0 ? NOTHING_LEFT : residualOf(judge, kinds);
  }

  /**
   * The verdicts, what remains possible without MFA, and the privilege of one subject. Subjects that differ only in
   * their credentials cost little when they follow one another.
   * @param policies what `policyKey` says of it, where that is known
   */
  assess(subject: Subject, policies = this.policyKey(subject)): Assessment | Refused {
    return bounded(() => this.assessWith(this.shared(subject, policies), subject));
  }

  /** The MFA verdicts alone. */
  verdicts(subject: Subject): EffectiveMfa | Refused {
    return bounded(() => effectiveMfa(this.judge(subject), subject, this.catalogue.indexOf));
  }

  /** What the sessions of a role may do by its own policies, and which of its hops are open. */
  session(subject: Subject): RoleSession | Refused {
    return bounded(() => {
      const judge = this.judge(subject);
      return roleSession(judge, new Powers(judge, this.catalogue, this.ruleSet), this.catalogue.indexOf);
    });
  }

  /** Requests that remain possible by these kinds of requests, the worst first. */
  examples(judge: Judge, kinds: readonly ContextKind[]): Witness[] {
    const actions = actionsByAtom(this.model(judge.model.subject), this.tools);
    return examplesOf(judge, kinds, { catalogue: this.catalogue, dangerous: this.dangerous, actions });
  }

  /** Groups subjects whose policies allow the same, for the order in which they are best assessed. */
  policyKey(subject: Subject): string {
    return this.keys.base(subject);
  }

  /** @throws {TooComplex} */
  private shared(subject: Subject, policies: string): Shared {
    const key = `${onlyServices(subject)?.join() ?? ""} ${policies}`;
    if (this.last?.key !== key) {
      const judge = this.judge(subject);
      const made = { key, judge, powers: new Powers(judge, this.catalogue, this.ruleSet), tooComplex: null };
      // All that any credentials may ask for is worked out first: whether it is too much must not depend on who came first.
      const refused = bounded(() => effectiveMfa(judge, ALL_CREDENTIALS, this.catalogue.indexOf));
      this.last = "tooComplex" in refused ? { ...made, tooComplex: refused.tooComplex } : made;
    }
    if (this.last.tooComplex !== null) throw new TooComplex(this.last.tooComplex);
    this.last.judge.refill();
    return this.last;
  }

  private assessWith({ judge, powers }: Shared, credentials: Credentials): Assessment {
    const mfa = effectiveMfa(judge, credentials, this.catalogue.indexOf);
    const paths = pathsOf(credentials);
    const refs = [mfa.console, mfa.key, mfa.consoleWithoutDevice].flatMap((path) => path.statements);
    return {
      mfa,
      residual: { console: this.residual(judge, paths.console), key: this.residual(judge, paths.key) },
      privilege: privilegeOf(powers, paths, guardsOf(judge.model, refs)),
    };
  }
}

/** Equal for models whose statements stand in the same places and name the same actions. */
function actionsOf({ statements, slots }: Model): string {
  const each = statements.map(({ compiled: { actions, actionsNegated, deny }, slot, ref }) =>
    [actions.number, actionsNegated ? "!" : "", deny ? "-" : "+", slot, ref.layer === "rcp" ? "r" : ""].join(
      "",
    ),
  );
  return `${slots.length} ${each.join()}`;
}

/** @throws whatever is no lack of budget */
function bounded<T>(work: () => T): T | Refused {
  try {
    return work();
  } catch (error) {
    if (error instanceof TooComplex) return { tooComplex: error.message };
    throw error;
  }
}
