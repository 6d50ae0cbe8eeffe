import { stringLiteral } from "./sql.js";

/** A condition: the text matches a pattern in which `*` stands for any text and `?` for any one character. */
export function likeSql(expression: string, pattern: string): string {
  const escaped = pattern.replace(/[!%_]/g, "!$&").replaceAll("*", "%").replaceAll("?", "_");
  return `${expression} LIKE ${stringLiteral(escaped)} ESCAPE '!'`;
}
