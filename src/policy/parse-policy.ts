import type { ParsedPolicy, PolicyDocument, PolicyKind } from "./document.js";
import { type JsonNode, JsonProblem, parseJsonTree } from "./json-tree.js";
import { parseStatement } from "./parse-statement.js";
import { positionAt } from "./position.js";

/** Far above every AWS quota with white space; longer text is an attack or no policy. */
const MAX_TEXT = 262_144;
const MAX_STATEMENTS = 4_000;
/** Each of them has to be compared with every action of AWS. */
const MAX_WILD_SERVICES = 1_000;
const VERSIONS = new Set(["2012-10-17", "2008-10-17"]);
/** Stands for "a character that no pattern holds" inside the engine, so it must not occur in a document. */
export const FRESH = "\uffff";
/** That one, and those that stand for escaped wildcards in patterns. */
const OURS = /[\uffff\ufdd0\ufdd1]|\\u(?:ffff|fdd0|fdd1)/i;

/** The IAM API returns documents URL-encoded (RFC 3986); the Organizations API and the console do not. */
function decode(source: string): string {
  const text = source.replace(/^\uFEFF/, "");
  if (!text.trimStart().startsWith("%")) return text;
  try {
    return decodeURIComponent(text.trim());
  } catch {
    throw new JsonProblem("wrong URL encoding", 0);
  }
}

function documentOf(root: JsonNode, text: string, kind: PolicyKind): PolicyDocument {
  if (root.kind !== "object") throw new JsonProblem("a policy must be an object", root.start);
  let version = "2008-10-17";
  let statements: readonly JsonNode[] | null = null;
  for (const { name, nameStart, value } of root.members) {
    if (name === "Version") {
      version = value.kind === "scalar" ? String(value.value) : "";
      if (!VERSIONS.has(version))
        throw new JsonProblem("Version must be 2012-10-17 or 2008-10-17", value.start);
    } else if (name === "Statement") statements = value.kind === "array" ? value.items : [value];
    else if (name !== "Id") {
      throw new JsonProblem(`unknown element ${JSON.stringify(name.slice(0, 60))}`, nameStart);
    }
  }
  if (statements === null) throw new JsonProblem("Statement is not there", root.start);
  if (statements.length > MAX_STATEMENTS)
    throw new JsonProblem(`more than ${MAX_STATEMENTS} statements`, root.start);
  const parsed = statements.map((node, index) => parseStatement(node, index, kind));
  const wild = parsed.flatMap(({ action }) =>
    action.patterns.filter((one) => /^[^:]*[*?]./.test(one)),
  ).length;
  if (wild > MAX_WILD_SERVICES) {
    throw new JsonProblem(
      `more than ${MAX_WILD_SERVICES} actions with a wildcard in the service`,
      root.start,
    );
  }
  return { text, variables: version === "2012-10-17", statements: parsed };
}

/**
 * Reads a policy document of any layer: JSON, or JSON that is URL-encoded. Never throws: what cannot be read comes
 * back as a problem, which later counts as missing evidence and so can never make a verdict better.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(source: string, kind: PolicyKind): ParsedPolicy {
  let text = source;
  try {
    if (source.length > MAX_TEXT) throw new JsonProblem(`longer than ${MAX_TEXT} characters`, 0);
    text = decode(source);
    const ours = text.search(OURS);
    if (ours >= 0) throw new JsonProblem("holds U+FFFF, U+FDD0 or U+FDD1, which are no characters", ours);
    return { ok: true, document: documentOf(parseJsonTree(text), text, kind) };
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return { ok: false, problem: { why: error.message, ...positionAt(text, error.offset) } };
  }
}
