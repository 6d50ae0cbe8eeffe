import type { z } from "zod";
import { locateYaml } from "./locate-yaml.js";
import { shippedValue } from "./shipped-yaml.js";
import { UserError } from "./user-error.js";

/**
 * Parses a YAML text and checks it against its schema. Throws a `UserError` that names file, line and
 * what was expected.
 */
export function readYaml<Schema extends z.ZodType>(
  schema: Schema,
  source: string,
  file: string,
  code = "bad_yaml",
): z.output<Schema> {
  const known = shippedValue(source);
  const shipped = known === undefined ? undefined : schema.safeParse(known);
  if (shipped?.success) return shipped.data;
  const { value, place } = locateYaml(source, file, code);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  throw new UserError({
    code,
    what: `${place(path)}: ${path.length === 0 ? "the file" : path.join(".")}: ${issue?.message ?? "is not valid"}.`,
    cause: result.error,
  });
}
