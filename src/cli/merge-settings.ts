import { type Document, isMap, isNode, isScalar, type Node, parseDocument, type YAMLMap } from "yaml";
import type { ParameterValue } from "../model/control.js";
import { quoted } from "../report/text.js";

/** One value of one parameter that is to stand in `iamspect.yaml`. */
export interface NewSetting {
  readonly control: string;
  readonly parameter: string;
  readonly value: ParameterValue;
}

/**
 * The text of a configuration with settings put in under `controls`. Everything else stays as it was, to the byte: comments,
 * order, the way it is laid out. The text must have been read as a configuration before. Empty: a new one is begun.
 */
export function mergeSettings(text: string, settings: readonly NewSetting[]): string {
  return settings.reduce(merged, text);
}

function merged(text: string, setting: NewSetting): string {
  const document: Document = parseDocument(text, { schema: "core" });
  const { control, parameter, value } = setting;
  const known = document.getIn(["controls", control, parameter], true);
  if (isScalar(known) && known.range) return spliced(text, known.range[0], known.range[1], valueText(value));
  const parameters = document.getIn(["controls", control], true);
  if (isBlock(parameters)) return appended(text, parameters, [`${parameter}: ${valueText(value)}`]);
  const controls = document.get("controls", true);
  if (parameters === undefined && isBlock(controls)) {
    return appended(text, controls, [`${control}:`, `  ${parameter}: ${valueText(value)}`]);
  }
  return rewritten(document, setting);
}

/** A map with a line for each of its members, and at least one. */
function isBlock(node: unknown): node is YAMLMap<Node, Node | null> {
  return isMap(node) && node.flow !== true && node.items.length > 0 && !node.anchor;
}

/** JSON is YAML: what it quotes is safe wherever it stands. */
function valueText(value: ParameterValue): string {
  return typeof value === "string" ? quoted(value) : String(value);
}

function spliced(text: string, from: number, to: number, inserted: string): string {
  return text.slice(0, from) + inserted + text.slice(to);
}

/** Lines behind the last member of a map, as far in as its first one. */
function appended(text: string, map: YAMLMap<Node, Node | null>, lines: readonly string[]): string {
  const start = map.items[0]?.key.range?.[0] ?? 0;
  const indent = " ".repeat(start - (text.lastIndexOf("\n", start - 1) + 1));
  const lineEnd = text.indexOf("\n", endOf(map));
  const at = lineEnd < 0 ? text.length : lineEnd;
  return spliced(text, at, at, lines.map((line) => `\n${indent}${line}`).join(""));
}

/** Where the last thing in a node ends that is more than space and comments. */
function endOf(node: Node): number {
  const last = isMap(node) ? node.items.at(-1) : undefined;
  if (last === undefined) return node.range?.[1] ?? 0;
  if (isNode(last.value) && !(isScalar(last.value) && last.value.source === "")) return endOf(last.value);
  return isNode(last.key) ? endOf(last.key) : 0;
}

/** Where there is no place for a line, the document is laid out anew; its comments stay. */
function rewritten(document: Document, { control, parameter, value }: NewSetting): string {
  document.contents ??= document.createNode({});
  if (!document.has("version")) document.set("version", 1);
  for (const path of [["controls"], ["controls", control]]) {
    if (!isMap(document.getIn(path, true))) document.setIn(path, document.createNode({}));
  }
  document.setIn(["controls", control, parameter], value);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
