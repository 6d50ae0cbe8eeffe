import type { Clause, PolicyKind, Selector, Statement } from "./document.js";
import { type JsonMember, type JsonNode, JsonProblem } from "./json-tree.js";

const ELEMENTS = new Set([
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
]);

function membersOf(node: JsonNode, what: string): readonly JsonMember[] {
  if (node.kind !== "object") throw new JsonProblem(`${what} must be an object`, node.start);
  return node.members;
}

function textOf(node: JsonNode, what: string): string {
  if (node.kind !== "scalar" || typeof node.value !== "string") {
    throw new JsonProblem(`${what} must be text`, node.start);
  }
  return node.value;
}

/** One text or a list of texts, as AWS writes it. */
function textsOf(node: JsonNode, what: string): string[] {
  const items = node.kind === "array" ? node.items : [node];
  if (items.length === 0) throw new JsonProblem(`${what} is empty`, node.start);
  return items.map((item) => textOf(item, what));
}

function selector(fields: ReadonlyMap<string, JsonNode>, name: string, at: number): Selector | null {
  const plain = fields.get(name);
  const negated = fields.get(`Not${name}`);
  if (plain !== undefined && negated !== undefined) {
    throw new JsonProblem(`${name} and Not${name} in one statement`, at);
  }
  const node = plain ?? negated;
  return node === undefined
    ? null
    : { negated: negated !== undefined, patterns: textsOf(node, negated ? `Not${name}` : name) };
}

function principalSelector(fields: ReadonlyMap<string, JsonNode>): Selector | null {
  const node = fields.get("Principal") ?? fields.get("NotPrincipal");
  if (node === undefined) return null;
  const negated = fields.has("NotPrincipal");
  if (node.kind === "scalar") return { negated, patterns: [textOf(node, "Principal")] };
  const patterns = membersOf(node, "Principal").flatMap((member) =>
    textsOf(member.value, `Principal.${member.name}`).map((value) => `${member.name}:${value}`),
  );
  return { negated, patterns };
}

function conditionValues(node: JsonNode): string[] {
  const items = node.kind === "array" ? node.items : [node];
  return items.map((item) => {
    if (item.kind !== "scalar" || item.value === null) {
      throw new JsonProblem("a condition value must be text, a number or a boolean", item.start);
    }
    return String(item.value);
  });
}

function clausesOf(node: JsonNode | undefined): Clause[] {
  if (node === undefined) return [];
  return membersOf(node, "Condition").flatMap((operator) =>
    membersOf(operator.value, operator.name).map((key) => ({
      operator: operator.name,
      key: key.name,
      values: conditionValues(key.value),
      start: operator.nameStart,
      end: key.value.end,
    })),
  );
}

function effectOf(fields: ReadonlyMap<string, JsonNode>, at: number): "Allow" | "Deny" {
  const node = fields.get("Effect");
  if (node === undefined) throw new JsonProblem("Effect is not there", at);
  const effect = textOf(node, "Effect");
  if (effect !== "Allow" && effect !== "Deny")
    throw new JsonProblem("Effect must be Allow or Deny", node.start);
  return effect;
}

function checkParts(
  kind: PolicyKind,
  resource: Selector | null,
  principal: Selector | null,
  at: number,
): void {
  const wantsPrincipal = kind === "trust" || kind === "rcp" || kind === "resource";
  if (wantsPrincipal && principal === null) throw new JsonProblem("Principal is not there", at);
  if (!wantsPrincipal && principal !== null)
    throw new JsonProblem("Principal has no place in this kind of policy", at);
  if (kind === "trust" && resource !== null)
    throw new JsonProblem("Resource has no place in a trust policy", at);
  if (kind !== "trust" && resource === null)
    throw new JsonProblem("Resource or NotResource is not there", at);
}

/**
 * Reads one statement. Elements AWS does not document are refused, for they could change its meaning.
 * @throws {JsonProblem}
 */
export function parseStatement(node: JsonNode, index: number, kind: PolicyKind): Statement {
  const fields = new Map(membersOf(node, "a statement").map((member) => [member.name, member.value]));
  for (const member of membersOf(node, "a statement")) {
    if (!ELEMENTS.has(member.name)) {
      throw new JsonProblem(`unknown element ${JSON.stringify(member.name.slice(0, 60))}`, member.nameStart);
    }
  }
  const action = selector(fields, "Action", node.start);
  if (action === null) throw new JsonProblem("Action or NotAction is not there", node.start);
  if (fields.has("Principal") && fields.has("NotPrincipal")) {
    throw new JsonProblem("Principal and NotPrincipal in one statement", node.start);
  }
  const resource = selector(fields, "Resource", node.start);
  const principal = principalSelector(fields);
  checkParts(kind, resource, principal, node.start);
  const sid = fields.get("Sid");
  return {
    index,
    sid: sid === undefined ? null : textOf(sid, "Sid"),
    effect: effectOf(fields, node.start),
    action,
    resource,
    principal,
    clauses: clausesOf(fields.get("Condition")),
    start: node.start,
    end: node.end,
  };
}
