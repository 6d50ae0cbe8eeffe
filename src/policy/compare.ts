import { type Glob, glob, matches } from "./glob.js";
import { inNetwork } from "./ip.js";
import type { BaseOperator } from "./operators.js";
import { type Truth, truthOf } from "./truth.js";

type Comparison = (actual: string, wanted: Glob) => Truth;

const NUMBER = /^[+-]?\d{1,15}(\.\d{1,15})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/;

function numeric(test: (actual: number, wanted: number) => boolean): Comparison {
  return (actual, wanted) =>
    NUMBER.test(actual) && NUMBER.test(wanted.text)
      ? truthOf(test(Number(actual), Number(wanted.text)))
      : "U";
}

/** Milliseconds; dates are ISO 8601 or whole epoch seconds. Null: no date. */
export function instant(text: string): number | null {
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1000;
  const time = DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

function dated(test: (actual: number, wanted: number) => boolean): Comparison {
  return (actual, wanted) => {
    const a = instant(actual);
    const b = instant(wanted.text);
    return a === null || b === null ? "U" : truthOf(test(a, b));
  };
}

/** Only the lower-case words are documented; what AWS makes of `True` is not known. */
function bool(actual: string, wanted: Glob): Truth {
  const words = new Set(["true", "false"]);
  return words.has(actual) && words.has(wanted.text) ? truthOf(actual === wanted.text) : "U";
}

/** The six parts of an ARN, the last one with whatever colons it has; null when it is none. */
function arnParts(text: string): string[] | null {
  const parts = text.split(":");
  return parts.length < 6 ? null : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** The parts of a pattern, compiled once for each pattern object. */
const ARN_PATTERNS = new WeakMap<Glob, readonly Glob[] | "none">();

function arnPattern(wanted: Glob): readonly Glob[] | "none" {
  let parts = ARN_PATTERNS.get(wanted);
  if (parts === undefined) {
    parts = wanted.escaped ? "none" : (arnParts(wanted.text)?.map(glob) ?? "none");
    ARN_PATTERNS.set(wanted, parts);
  }
  return parts;
}

function arn(actual: string, wanted: Glob): Truth {
  const parts = arnParts(actual);
  const pattern = arnPattern(wanted);
  if (parts === null || pattern === "none") return "U";
  return truthOf(pattern.every((part, index) => matches(part, parts[index] ?? "")));
}

function text(test: (actual: string, wanted: string) => boolean): Comparison {
  return (actual, wanted) => truthOf(test(actual, wanted.text));
}

const COMPARISONS: { readonly [base in Exclude<BaseOperator, "Null">]: Comparison } = {
  StringEquals: text((a, b) => a === b),
  StringEqualsIgnoreCase: text((a, b) => a.toLowerCase() === b.toLowerCase()),
  StringLike: (actual, wanted) => truthOf(matches(wanted, actual)),
  NumericEquals: numeric((a, b) => a === b),
  NumericLessThan: numeric((a, b) => a < b),
  NumericLessThanEquals: numeric((a, b) => a <= b),
  NumericGreaterThan: numeric((a, b) => a > b),
  NumericGreaterThanEquals: numeric((a, b) => a >= b),
  DateEquals: dated((a, b) => a === b),
  DateLessThan: dated((a, b) => a < b),
  DateLessThanEquals: dated((a, b) => a <= b),
  DateGreaterThan: dated((a, b) => a > b),
  DateGreaterThanEquals: dated((a, b) => a >= b),
  Bool: bool,
  BinaryEquals: (actual, wanted) => (actual === wanted.text ? "T" : "U"),
  IpAddress: (actual, wanted) => {
    const inside = inNetwork(actual, wanted.text);
    return inside === null ? "U" : truthOf(inside);
  },
  ArnLike: arn,
};

/** Compares one value of the request with one of the policy, by the positive form of an operator. */
export function compare(base: Exclude<BaseOperator, "Null">, actual: string, wanted: Glob): Truth {
  return COMPARISONS[base](actual, wanted);
}

/**
 * Compares a time of which only its earliest value is known with a value of a policy. aws:EpochTime may be compared as a
 * number too.
 * @param from epoch seconds
 */
export function compareTime(base: Exclude<BaseOperator, "Null">, from: number, { text }: Glob): Truth {
  const wanted = instant(text);
  if (wanted === null || !/^(Date|Numeric)/.test(base)) return "U";
  const [earlier, equal] = [wanted < from * 1000, wanted === from * 1000];
  switch (base.replace(/^(Date|Numeric)/, "")) {
    case "LessThan":
      return earlier || equal ? "F" : "U";
    case "LessThanEquals":
    case "Equals":
      return earlier ? "F" : "U";
    case "GreaterThan":
      return earlier ? "T" : "U";
    default:
      return earlier || equal ? "T" : "U";
  }
}
