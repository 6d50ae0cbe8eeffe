import { ActionSets } from "./action-set.js";
import { type AtomTools, atomTools, buildAtoms } from "./atoms.js";
import { TooComplex } from "./budget.js";
import type { Catalogue } from "./catalogue.js";
import { type CompiledDocument, compileDocument } from "./compile.js";
import { dangerOf, mostDangerous } from "./danger.js";
import type { PolicyKind, PolicyProblem } from "./document.js";
import { CONSOLE_KINDS, type EffectiveMfa, effectiveMfa, KEY_KINDS, pathsOf } from "./effective-mfa.js";
import { guardsOf } from "./guards.js";
import { Judge } from "./judge.js";
import { buildModel, type Model } from "./model.js";
import { parsePolicy } from "./parse-policy.js";
import { type Privilege, privilegeOf } from "./privilege.js";
import type { PrivilegeRule } from "./privilege-rules.js";
import { type Residual, residualOf } from "./residual.js";
import type { Subject } from "./subject.js";

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

const NOTHING_LEFT: Residual = { actions: 0, unlisted: false, examples: [] };
/** Characters of policy text whose compiled form is kept. */
const KEPT_TEXT = 8_000_000;

/** Evaluates subjects against one catalogue and one set of rules; keeps compiled documents between them. */
export class PolicyEngine {
  readonly sets: ActionSets;
  private readonly tools: AtomTools;
  private readonly dangerous: readonly number[];
  private readonly documents = new Map<string, CompiledDocument | PolicyProblem>();
  private keptText = 0;

  constructor(
    readonly catalogue: Catalogue,
    readonly rules: readonly PrivilegeRule[],
  ) {
    this.sets = new ActionSets(catalogue);
    const danger = dangerOf(catalogue, rules);
    this.tools = atomTools(this.sets, danger);
    this.dangerous = mostDangerous(danger);
  }

  /** Parses and compiles a document, once for each distinct text. */
  readonly load = (text: string, kind: PolicyKind): CompiledDocument | PolicyProblem => {
    const key = `${kind} ${text}`;
    const cached = this.documents.get(key);
    if (cached !== undefined) return cached;
    const parsed = parsePolicy(text, kind);
    const made = parsed.ok ? compileDocument(parsed.document, this.sets) : parsed.problem;
    this.keptText += key.length;
    if (this.keptText > KEPT_TEXT) {
      this.documents.clear();
      this.keptText = key.length;
    }
    this.documents.set(key, made);
    return made;
  };

  model(subject: Subject): Model {
    return buildModel(subject, this.load);
  }

  judge(subject: Subject): Judge {
    const model = this.model(subject);
    return new Judge(model, buildAtoms(model, this.tools));
  }

  residual(judge: Judge, kinds: Parameters<typeof residualOf>[1]): Residual {
    return kinds.length === 0 ? NOTHING_LEFT : residualOf(judge, kinds, this.catalogue, this.dangerous);
  }

  /** The verdicts, what remains possible without MFA, and the privilege of one subject. */
  assess(subject: Subject): Assessment | Refused {
    try {
      const judge = this.judge(subject);
      const mfa = effectiveMfa(judge, this.catalogue.indexOf);
      const paths = pathsOf(judge);
      const refs = [mfa.console, mfa.key, mfa.consoleWithoutDevice].flatMap((path) => path.statements);
      return {
        mfa,
        residual: {
          console: this.residual(judge, paths.console.length === 0 ? [] : CONSOLE_KINDS),
          key: this.residual(judge, paths.key.length === 0 ? [] : KEY_KINDS),
        },
        privilege: privilegeOf(judge, this.catalogue, this.rules, paths, guardsOf(judge.model, refs)),
      };
    } catch (error) {
      if (error instanceof TooComplex) return { tooComplex: error.message };
      throw error;
    }
  }
}
