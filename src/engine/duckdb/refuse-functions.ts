import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { UserError } from "../../model/user-error.js";
import { stringLiteral } from "../sql.js";

/** Functions that change what the engine writes beside its results, and those that run SQL out of a text, where these could hide. */
const REFUSED = /logging|_logs?$|profil|checkpoint|^query(_table)?$/i;

const serialized = z.object({ error: z.boolean(), error_message: z.string().optional() });

/**
 * Throws `UserError` where SQL that a person wrote calls a function which no setting keeps it from: the engine itself takes
 * the SQL apart, whatever it is written like. SQL that is no SELECT is refused, too.
 *
 * @param what what is refused, such as "The query"
 * @see https://duckdb.org/docs/stable/operations_manual/logging/overview
 */
export async function refuseFunctions(
  connection: DuckDBConnection,
  sql: string,
  what = "The query",
): Promise<void> {
  const reader = await connection.runAndReadAll(
    `SELECT CAST(json_serialize_sql(${stringLiteral(sql)}) AS VARCHAR)`,
  );
  const tree: unknown = JSON.parse(String(reader.getRows()[0]?.[0]));
  const { error, error_message: message } = serialized.parse(tree);
  if (error) throw refused(`${what} cannot be read: ${message?.split("\n", 1)[0]}`);
  const name = functionNames(tree).find((one) => REFUSED.test(one));
  if (name !== undefined) throw refused(`${what} may not call ${name}().`);
}

function functionNames(tree: unknown): string[] {
  if (typeof tree !== "object" || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]) =>
    key === "function_name" && typeof value === "string" ? [value] : functionNames(value),
  );
}

function refused(what: string): UserError {
  return new UserError({ code: "bad_query", what });
}
