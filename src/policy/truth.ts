/**
 * The value of a condition for one request context: `T` true, `F` false, `U` unknown (the caller chooses it, or this
 * engine does not model it), `M` missing (a fact about the principal that was not collected).
 */
export type Truth = "T" | "F" | "U" | "M";

/** All must hold. Missing outweighs unknown: collecting the fact could settle it. */
export function allOf(values: Iterable<Truth>): Truth {
  let result: Truth = "T";
  for (const value of values) {
    if (value === "F") return "F";
    if (value === "M" || (value === "U" && result === "T")) result = value;
  }
  return result;
}

/** One is enough. */
export function anyOf(values: Iterable<Truth>): Truth {
  let result: Truth = "F";
  for (const value of values) {
    if (value === "T") return "T";
    if (value === "M" || (value === "U" && result === "F")) result = value;
  }
  return result;
}

export function not(value: Truth): Truth {
  if (value === "T") return "F";
  return value === "F" ? "T" : value;
}

export function truthOf(value: boolean): Truth {
  return value ? "T" : "F";
}
