import { createHash } from "node:crypto";
import type { ActionSets } from "./action-set.js";
import { type CompiledStatement, compileStatements } from "./compile.js";
import type { PolicyDocument, PolicyKind, PolicyProblem } from "./document.js";
import { parsePolicy } from "./parse-policy.js";

/** A document that can be read. Its compiled form is made when it is asked for, and may be made again. */
export interface LoadedDocument {
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
  readonly document: PolicyDocument;
  readonly statements: readonly CompiledStatement[];
}

interface Body {
  readonly document: PolicyDocument;
  readonly statements: readonly CompiledStatement[];
}

/** Characters of policy text that are remembered, and of which the compiled form is kept. */
const REMEMBERED = 24_000_000;
const COMPILED = 3_000_000;
/** A document costs as much as so many characters more, however short it is. */
const EACH = 500;

/**
 * Parses each distinct text once, and keeps the compiled form of the last ones only: an organization has thousands of
 * policies, and compiled ones take many times their text.
 */
export class DocumentStore {
  private readonly heads = new Map<PolicyKind, Map<string, LoadedDocument | PolicyProblem>>();
  private readonly bodies = new Map<string, Body>();
  private remembered = 0;
  private compiled = 0;

  /** @param limit characters of which the compiled form is kept */
  constructor(
    private readonly sets: ActionSets,
    private readonly limit = COMPILED,
  ) {}

  readonly load = (text: string, kind: PolicyKind): LoadedDocument | PolicyProblem => {
    const ofKind = this.heads.get(kind) ?? new Map<string, LoadedDocument | PolicyProblem>();
    const cached = ofKind.get(text);
    if (cached !== undefined) return cached;
    this.remembered += text.length + EACH;
    if (this.remembered > REMEMBERED) {
      for (const kept of this.heads.values()) kept.clear();
      this.remembered = text.length + EACH;
    }
    const made = this.read(text, kind);
    this.heads.set(kind, ofKind.set(text, made));
    return made;
  };

  private read(text: string, kind: PolicyKind): LoadedDocument | PolicyProblem {
    const parsed = parsePolicy(text, kind);
    if (!parsed.ok) return parsed.problem;
    const hash = createHash("sha256").update(parsed.document.text).digest("hex");
    const key = `${kind} ${hash}`;
    // It was asked for, so it will most likely be evaluated at once.
    this.compile(key, parsed.document, kind);
    const body = () => this.bodies.get(key) ?? this.again(key, text, kind);
    return {
      hash,
      get document() {
        return body().document;
      },
      get statements() {
        return body().statements;
      },
    };
  }

  private again(key: string, text: string, kind: PolicyKind): Body {
    const parsed = parsePolicy(text, kind);
    if (!parsed.ok) throw new Error("A document that could be read cannot be read any more.");
    return this.compile(key, parsed.document, kind);
  }

  private compile(key: string, document: PolicyDocument, kind: PolicyKind): Body {
    this.compiled += document.text.length + EACH;
    if (this.compiled > this.limit) {
      this.bodies.clear();
      this.compiled = document.text.length + EACH;
    }
    const made = { document, statements: compileStatements(document, kind, this.sets) };
    this.bodies.set(key, made);
    return made;
  }
}
