/** Wildcard tokens of a compiled pattern; every other token is a UTF-16 code unit. */
export const MANY = -1;
export const ONE = -2;
const COLON = 58;
/** Colons between the six fields of an ARN. */
const CUTS = 5;

/** A compiled wildcard pattern: `*` is any text, `?` is one character. Canonical: in a run of wildcards the `?` come first. */
export interface Glob {
  readonly tokens: readonly number[];
  readonly text: string;
  /** True when the pattern matches every text. */
  readonly everything: boolean;
  /** True when it holds no wildcard, so it matches one text only. */
  readonly literal: boolean;
  /** How many `?` it holds. */
  readonly ones: number;
  /** Whether a `*` or `?` in the text stands for itself, so that the text alone does not tell the pattern. */
  readonly escaped: boolean;
  /** Places of its first five colons among the tokens: where the fields of an ARN end. */
  readonly cuts: readonly number[];
}

/** A piece of pattern text; `literal` pieces lose the special meaning of `*` and `?`. */
export interface GlobPiece {
  readonly text: string;
  readonly literal: boolean;
}

export function glob(pattern: string): Glob {
  return globOf([{ text: pattern, literal: false }]);
}

export function literalGlob(text: string): Glob {
  return globOf([{ text, literal: true }]);
}

export function globOf(pieces: readonly GlobPiece[]): Glob {
  const tokens: number[] = [];
  const cuts: number[] = [];
  let many = false;
  let ones = 0;
  const flush = () => {
    if (many) tokens.push(MANY);
    many = false;
  };
  for (const piece of pieces) {
    for (let i = 0; i < piece.text.length; i++) {
      const code = piece.text.charCodeAt(i);
      if (!piece.literal && code === 42) many = true;
      else if (!piece.literal && code === 63) {
        tokens.push(ONE);
        ones++;
      } else {
        flush();
        if (code === COLON && cuts.length < CUTS) cuts.push(tokens.length);
        tokens.push(code);
      }
    }
  }
  flush();
  const literal = !tokens.some((token) => token < 0);
  return {
    tokens,
    text: pieces.map((piece) => piece.text).join(""),
    everything: tokens.length === 1 && tokens[0] === MANY,
    literal,
    ones,
    escaped: pieces.some((piece) => piece.literal && /[*?]/.test(piece.text)),
    cuts,
  };
}

/** Whether the text matches. Time is bounded by the product of the lengths: no pattern makes it exponential. */
export function matches(pattern: Glob, text: string): boolean {
  const tokens = pattern.tokens;
  let t = 0;
  let p = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const token = p < tokens.length ? tokens[p] : undefined;
    if (token === MANY) {
      star = p++;
      resume = t;
    } else if (token !== undefined && (token === ONE || token === text.charCodeAt(t))) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (p < tokens.length && tokens[p] === MANY) p++;
  return p === tokens.length;
}

/**
 * Whether `wide` matches everything `narrow` matches. True is proven: a wildcard of `narrow` is eaten only by one of
 * `wide` that is at least as wide. A false may be wrong, which is safe where a Deny is tested.
 */
export function subsumes(wide: Glob, narrow: Glob): boolean {
  return (
    wide.everything ||
    subsumesPart(wide.tokens, 0, wide.tokens.length, narrow.tokens, 0, narrow.tokens.length)
  );
}

/** Whether the field of the account can hold one: digits and wildcards, nothing, or `aws`. */
function hasAccount({ tokens, cuts }: Glob): boolean {
  const [start, end] = [(cuts[CUTS - 2] ?? 0) + 1, cuts[CUTS - 1] ?? 0];
  for (let place = start; place < end; place++) {
    const token = tokens[place] ?? 0;
    const digit = token >= 48 && token <= 57;
    if (token >= 0 && !digit) return String.fromCharCode(...tokens.slice(start, end)) === "aws";
  }
  return true;
}

/**
 * Whether `wide` matches every ARN that `narrow` matches, whether or not the wildcards of AWS cross the colons between
 * fields: field by field. True is proven. A pattern that has no account in its place names something only by wildcards
 * that cross colons (`arn:aws:logs:*:log-group:*`), of which nothing is proven.
 */
export function subsumesArn(wide: Glob, narrow: Glob): boolean {
  if (wide.everything) return true;
  if (wide.cuts.length < CUTS || narrow.cuts.length < CUTS || !hasAccount(narrow)) return false;
  for (let field = 0, w = 0, n = 0; field <= CUTS; field++) {
    const [wEnd, nEnd] = [wide.cuts[field] ?? wide.tokens.length, narrow.cuts[field] ?? narrow.tokens.length];
    if (!subsumesPart(wide.tokens, w, wEnd, narrow.tokens, n, nEnd)) return false;
    [w, n] = [wEnd + 1, nEnd + 1];
  }
  return true;
}

/** `subsumes` for the tokens of each pattern between two places. */
function subsumesPart(
  w: readonly number[],
  wStart: number,
  wEnd: number,
  n: readonly number[],
  nStart: number,
  nEnd: number,
): boolean {
  let i = nStart;
  let p = wStart;
  let star = -1;
  let resume = nStart;
  while (i < nEnd) {
    const token = p < wEnd ? w[p] : undefined;
    if (token === MANY) {
      star = p++;
      resume = i;
    } else if (token !== undefined && (token === ONE ? n[i] !== MANY : token === n[i])) {
      p++;
      i++;
    } else if (star >= 0) {
      p = star + 1;
      i = ++resume;
    } else return false;
  }
  while (p < wEnd && w[p] === MANY) p++;
  return p === wEnd;
}

function compatible(a: number, b: number): boolean {
  return a === b || a === ONE || b === ONE;
}

/** Whether some text matches both patterns: exact. */
export function intersects(left: Glob, right: Glob): boolean {
  if (left.everything || right.everything) return true;
  if (right.literal) return matches(left, right.text);
  if (left.literal) return matches(right, left.text);
  return intersectsPart(left.tokens, 0, left.tokens.length, right.tokens, 0, right.tokens.length);
}

/** Whether a pattern has the six fields of an ARN. */
export function isArn({ cuts }: Glob): boolean {
  return cuts.length === CUTS;
}

/** The tokens of the fields of an ARN. */
export function fieldsOf({ tokens, cuts }: Glob): (readonly number[])[] {
  return Array.from({ length: CUTS + 1 }, (_, field) =>
    tokens.slice(field === 0 ? 0 : (cuts[field - 1] ?? 0) + 1, cuts[field] ?? tokens.length),
  );
}

/** Whether some ARN matches both patterns field by field; patterns of fewer fields are compared as texts. */
export function intersectsArn(left: Glob, right: Glob): boolean {
  if (left.cuts.length < CUTS || right.cuts.length < CUTS) return intersects(left, right);
  for (let field = 0, l = 0, r = 0; field <= CUTS; field++) {
    const [lEnd, rEnd] = [left.cuts[field] ?? left.tokens.length, right.cuts[field] ?? right.tokens.length];
    if (!intersectsPart(left.tokens, l, lEnd, right.tokens, r, rEnd)) return false;
    [l, r] = [lEnd + 1, rEnd + 1];
  }
  return true;
}

function onlyMany(tokens: readonly number[], start: number, end: number): boolean {
  for (let place = start; place < end; place++) if (tokens[place] !== MANY) return false;
  return true;
}

function hasMany(tokens: readonly number[], start: number, end: number): boolean {
  for (let place = start; place < end; place++) if (tokens[place] === MANY) return true;
  return false;
}

/** `intersects` for the tokens of each pattern between two places. */
function intersectsPart(
  a: readonly number[],
  aStart: number,
  aEnd: number,
  b: readonly number[],
  bStart: number,
  bEnd: number,
): boolean {
  let [i, j, iEnd, jEnd] = [aStart, bStart, aEnd, bEnd];
  // Equal ends are cut off; where they differ, nothing matches both.
  for (; i < iEnd && j < jEnd && a[i] !== MANY && b[j] !== MANY; i++, j++) {
    if (!compatible(a[i] ?? MANY, b[j] ?? MANY)) return false;
  }
  for (; iEnd > i && jEnd > j && a[iEnd - 1] !== MANY && b[jEnd - 1] !== MANY; iEnd--, jEnd--) {
    if (!compatible(a[iEnd - 1] ?? MANY, b[jEnd - 1] ?? MANY)) return false;
  }
  if (i === iEnd || j === jEnd) return onlyMany(a, i, iEnd) && onlyMany(b, j, jEnd);
  // At each end one of them has a `*` now. Where both hold one, some text is for both: each `*` takes what the other asks for.
  if (!hasMany(a, i, iEnd)) return matchesPart(b, j, jEnd, a, i, iEnd);
  return hasMany(b, j, jEnd) || matchesPart(a, i, iEnd, b, j, jEnd);
}

/** Whether a pattern shares a text with one that holds no `*`. */
function matchesPart(
  w: readonly number[],
  wStart: number,
  wEnd: number,
  n: readonly number[],
  nStart: number,
  nEnd: number,
): boolean {
  let i = nStart;
  let p = wStart;
  let star = -1;
  let resume = nStart;
  while (i < nEnd) {
    const token = p < wEnd ? w[p] : undefined;
    if (token === MANY) {
      star = p++;
      resume = i;
    } else if (token !== undefined && compatible(token, n[i] ?? MANY)) {
      p++;
      i++;
    } else if (star >= 0) {
      p = star + 1;
      i = ++resume;
    } else return false;
  }
  return onlyMany(w, p, wEnd);
}
