import { createHash } from "node:crypto";
import type { LoadedDocument } from "./document-store.js";
import type { Hops } from "./hops.js";
import type { LevelReader, PlacedDocument } from "./levels.js";
import type { Subject } from "./subject.js";

/** Keys of the principal and its account, and those that rules give values of their own. */
const PERSONAL = /^(aws:(principal|username|userid|sourceidentity|resource)|iam:)/;
/** A resource that is nobody's user, group, role or policy, whoever asks. */
const IMPERSONAL = /^(\*|arn:[^:*?$]*:(?!iam:)[^:*?$]+:[^$]*)$/;

/** The digits of the role's own account are no difference: organizations make the same roles in all their accounts. */
const OWN_ACCOUNT = "own account";

/**
 * Keys of all that the judging of a role's sessions depends on. They live as long as the engine: two roles with one key are
 * alike but for the number of their account.
 */
export class SessionKeys {
  private readonly impersonal = new WeakMap<LoadedDocument, boolean>();

  constructor(
    private readonly reader: LevelReader,
    private readonly hops: Hops,
  ) {}

  of(subject: Subject): string {
    const { principal, partition, rcps = [], roles } = subject;
    const levels = [...this.reader.levels(subject), this.reader.level("rcp", 0, rcps)];
    const common = (text: string) => text.replaceAll(principal.accountId, OWN_ACCOUNT);
    const documents = levels.flatMap((level) => level.documents);
    const alike = documents.every(({ compiled }) => compiled !== null && this.isImpersonal(compiled));
    const tags = principal.tags instanceof Map ? [...principal.tags] : principal.tags;
    const who = alike ? [] : [common(principal.arn), tags, principal.orgId];
    const said = ({ source, compiled }: PlacedDocument) => {
      const text = source.text ?? "";
      return compiled !== null && !text.includes(principal.accountId) ? compiled.hash : common(text);
    };
    const text = JSON.stringify([
      partition,
      levels.map(({ layer, missing }) => [layer, missing]),
      documents.map((one) => [one.layer, one.level, one.source.origin, said(one)]),
      this.hops.of(subject).map(({ key }) => key),
      roles?.accounts.size,
      who,
    ]);
    return createHash("sha256").update(text).digest("base64");
  }

  private isImpersonal(document: LoadedDocument): boolean {
    const known = this.impersonal.get(document);
    if (known !== undefined) return known;
    const made = document.statements.every(
      ({ clauses, resources }) =>
        clauses.every(
          ({ key, values }) => !PERSONAL.test(key) && values.every(({ fixed }) => fixed !== null),
        ) && resources.every(({ text }) => IMPERSONAL.test(text)),
    );
    this.impersonal.set(document, made);
    return made;
  }
}
