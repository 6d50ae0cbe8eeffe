import type { DuckDBConnection } from "@duckdb/node-api";
import { duckdb } from "./api.js";

/** A function of SQL that makes text of texts; NULL is null. */
export interface TextFunction {
  readonly name: string;
  /** How many texts it takes. */
  readonly parameters: number;
  readonly text: (values: readonly (string | null)[]) => string | null;
}

/** Makes a function callable on a connection. What it throws becomes the query's error. */
export function registerText(connection: DuckDBConnection, { name, parameters, text }: TextFunction): void {
  const places = Array.from({ length: parameters }, (_, place) => place);
  connection.registerScalarFunction(
    duckdb.DuckDBScalarFunction.create({
      name,
      returnType: duckdb.VARCHAR,
      parameterTypes: places.map(() => duckdb.VARCHAR),
      // NULLs are handed over, too.
      specialHandling: true,
      mainFunction: (info, input, output) => {
        try {
          const vectors = places.map((place) => input.getColumnVector(place));
          for (let row = 0; row < input.rowCount; row++) {
            output.setItem(row, text(vectors.map((vector) => textOrNull(vector.getItem(row)))));
          }
          output.flush();
        } catch (error) {
          info.setError(error instanceof Error ? error.message : String(error));
        }
      },
    }),
  );
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
