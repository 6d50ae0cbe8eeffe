import { basename } from "node:path";
import { z } from "zod";
import { ACCOUNT_ID, parseArn } from "../../model/arn.js";
import { document, type Place, type Reader, whole } from "../../sources/document.js";
import type { Evidence } from "../../sources/evidence.js";
import { SOURCES } from "../../sources/index.js";
import type { Source } from "../../sources/source.js";
import { text } from "../../sources/values.js";

const identity = z.object({ Account: text.regex(ACCOUNT_ID), Arn: text });

/** `aws sts get-caller-identity`: whose credentials these are, which says no more than that there is an account. */
const callerIdentity = document([
  whole("UserId", identity, ({ Account, Arn }, { evidence }) =>
    evidence.membership.seen(Account, parseArn(Arn)?.partition),
  ),
]);

interface Recognised {
  readonly reader: Reader;
  /** The kind of evidence that the document belongs to, if any, and whether it is one of a Region. */
  readonly kind: string | undefined;
  readonly regional: boolean;
}

const READERS: readonly Recognised[] = [
  { reader: callerIdentity, kind: undefined, regional: false },
  ...SOURCES.flatMap(({ documents, kinds: [kind], scope }: Source) =>
    documents.map((reader) => ({ reader, kind, regional: scope === "region" })),
  ),
];

/** What a JSON value is by the first member that tells; undefined when iamspect knows no such document. */
export function recognise(value: object, file: string): Recognised | undefined {
  return READERS.find(({ reader: { named, members } }) =>
    named === undefined ? members.some((member) => Object.hasOwn(value, member)) : named === basename(file),
  );
}

/** Puts one JSON document into the evidence. */
export function readDocument(value: unknown, place: Place, evidence: Evidence): void {
  const known = typeof value === "object" && value !== null ? recognise(value, place.file) : undefined;
  if (known !== undefined) {
    const { reader, kind, regional } = known;
    const region = regional ? place.region : "";
    if (reader.read(Object(value), { ...place, region, kind, evidence, rows: evidence.rows })) return;
  }
  evidence.problems.push({
    source: place.file,
    what: "this JSON is not a document that iamspect reads",
    fix: "iamspect reads what the AWS CLI prints of the kinds in docs/evidence.md; remove the file, or name only those to read.",
  });
}
