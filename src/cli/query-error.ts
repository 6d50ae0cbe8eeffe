import { UserError } from "../model/user-error.js";

export function badQuery(what: string, fix: string): UserError {
  return new UserError({ code: "bad_query", what, fix });
}

const SCHEMA =
  "`iamspect query --schema` lists the tables, and `iamspect query --schema TABLE` the columns of one.";

/** What to do about errors of the engine, by how it tells them. */
const FIXES: readonly (readonly [said: RegExp, fix: string])[] = [
  [/^Only one SELECT/, "A query reads, and changes nothing: give one SELECT."],
  [
    /Catalog Error: Table|Table .* does not exist|Referenced column|column .* not found|does not have a column/i,
    SCHEMA,
  ],
  [
    /Permission|disabled by configuration|may not call/i,
    "A query reaches the tables of the snapshot and nothing else: no file, no network, no setting.",
  ],
  [
    /Parser Error|syntax error|cannot be read/i,
    "Texts stand in single quotes, names in double quotes: https://duckdb.org/docs/sql/introduction has the language.",
  ],
  [
    /Scalar Function .* does not exist/i,
    "https://duckdb.org/docs/sql/functions/overview lists the functions.",
  ],
];

const OTHER = `${SCHEMA} https://duckdb.org/docs/sql/introduction has the language.`;

/** The error of a query in the engine's words, and what to do about it. */
export function queryError(said: string): UserError {
  const fix = FIXES.find(([words]) => words.test(said))?.[1] ?? OTHER;
  return badQuery(said.replace(/^Failed to extract statements: /, ""), fix);
}
