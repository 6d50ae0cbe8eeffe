import { fieldsOf, type Glob, intersectsArn, isArn, PLAIN_MARK, PLAIN_STAR } from "./glob.js";

/** Stands for what a wildcard matches. */
const FILLER = "x";
/** No patterns of real policies need more; with more, no text is given. */
const MOST_STATES = 5_000;

type Pattern = Pick<Glob, "code">;

/** Places in a pattern's code where a text may have come to. */
type Places = readonly number[];

function withSkipped({ code }: Pattern, places: readonly number[]): Places {
  const found = new Set<number>();
  for (const place of places) {
    let at = place;
    for (found.add(at); code[at] === "*"; found.add(at)) at++;
  }
  return [...found].sort((a, b) => a - b);
}

function step(pattern: Pattern, places: Places, char: string): Places {
  const next = places.flatMap((place) => {
    const token = pattern.code[place];
    if (token === "*") return [place];
    return token === "?" || token === char ? [place + 1] : [];
  });
  return withSkipped(pattern, next);
}

/** The characters that some pattern asks for next, and one that none does. */
function chars(patterns: readonly Pattern[], state: readonly Places[]): Set<string> {
  const literal = patterns.flatMap(({ code }, index) =>
    (state[index] ?? []).flatMap((place) => {
      const token = code[place];
      return token === undefined || token === "*" || token === "?" ? [] : [token];
    }),
  );
  return new Set([FILLER, ...literal]);
}

function ended({ code }: Pattern, places: Places): boolean {
  return places.includes(code.length);
}

function shown(text: string): string {
  return text.replaceAll(PLAIN_STAR, "*").replaceAll(PLAIN_MARK, "?");
}

/** The shortest text that matches all patterns; null when there is none, or none was found within bounds. */
export function commonText(patterns: readonly Pattern[]): string | null {
  const start = patterns.map((pattern) => withSkipped(pattern, [0]));
  const seen = new Set([start.join("|")]);
  let reached: { readonly state: readonly Places[]; readonly text: string }[] = [{ state: start, text: "" }];
  while (reached.length > 0 && seen.size < MOST_STATES) {
    const next: typeof reached = [];
    for (const { state, text } of reached) {
      if (patterns.every((pattern, index) => ended(pattern, state[index] ?? []))) return shown(text);
      for (const char of chars(patterns, state)) {
        const after = patterns.map((pattern, index) => step(pattern, state[index] ?? [], char));
        const key = after.join("|");
        if (after.some((places) => places.length === 0) || seen.has(key)) continue;
        seen.add(key);
        next.push({ state: after, text: text + char });
      }
    }
    reached = next;
  }
  return null;
}

/** A text that matches all patterns, field by field where they are ARNs; null when none was found. */
export function commonArn(patterns: readonly Glob[]): string | null {
  const apart = patterns.some((one, index) =>
    patterns.slice(index + 1).some((other) => !intersectsArn(one, other)),
  );
  if (apart) return null;
  if (!patterns.every(isArn)) return commonText(patterns);
  const fields = patterns.map(fieldsOf);
  const texts = (fields[0] ?? []).map((_, field) =>
    commonText(fields.map((own) => ({ code: own[field] ?? "" }))),
  );
  return texts.includes(null) ? null : texts.join(":");
}
