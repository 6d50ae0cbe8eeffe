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

/**
 * Whether `wide` matches every ARN that `narrow` matches, whether or not the wildcards of AWS cross the colons between
 * fields: field by field. True is proven.
 */
export function subsumesArn(wide: Glob, narrow: Glob): boolean {
  if (wide.everything) return true;
  if (wide.cuts.length < CUTS || narrow.cuts.length < CUTS) return false;
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

/** What is left of two patterns when equal ends are cut off; null when the ends already differ. */
function middles(
  a: readonly number[],
  b: readonly number[],
): readonly [readonly number[], readonly number[]] | null {
  let start = 0;
  let cut = 0;
  const shorter = Math.min(a.length, b.length);
  for (; start < shorter; start++) {
    const [x, y] = [a[start] ?? MANY, b[start] ?? MANY];
    if (x === MANY || y === MANY) break;
    if (!compatible(x, y)) return null;
  }
  for (; cut < shorter - start; cut++) {
    const [x, y] = [a[a.length - 1 - cut] ?? MANY, b[b.length - 1 - cut] ?? MANY];
    if (x === MANY || y === MANY) break;
    if (!compatible(x, y)) return null;
  }
  return [a.slice(start, a.length - cut), b.slice(start, b.length - cut)];
}

function onlyMany(tokens: readonly number[]): boolean {
  return tokens.every((token) => token === MANY);
}

/** Whether some text matches both patterns: exact. */
export function intersects(left: Glob, right: Glob): boolean {
  return left.everything || right.everything || intersectsTokens(left.tokens, right.tokens);
}

/** Whether a pattern has the six fields of an ARN. */
export function isArn({ cuts }: Glob): boolean {
  return cuts.length === CUTS;
}

/** The tokens of the fields of an ARN. */
export function fieldsOf({ tokens, cuts }: Glob): (readonly number[])[] {
  return [...cuts, tokens.length].map((end, field) =>
    tokens.slice(field === 0 ? 0 : (cuts[field - 1] ?? 0) + 1, end),
  );
}

/** Whether some ARN matches both patterns field by field; patterns of fewer fields are compared as texts. */
export function intersectsArn(left: Glob, right: Glob): boolean {
  if (left.cuts.length < CUTS || right.cuts.length < CUTS) return intersects(left, right);
  const others = fieldsOf(right);
  return fieldsOf(left).every((field, index) => intersectsTokens(field, others[index] ?? []));
}

function intersectsTokens(left: readonly number[], right: readonly number[]): boolean {
  const rest = middles(left, right);
  if (rest === null) return false;
  const [a, b] = rest;
  if (a.length === 0 || b.length === 0) return onlyMany(a) && onlyMany(b);
  if ((a.length === 1 && a[0] === MANY) || (b.length === 1 && b[0] === MANY)) return true;
  // after[j]: the rest of `a` from the row below and the rest of `b` from j share a text.
  let after = new Uint8Array(b.length + 1);
  for (let i = a.length; i >= 0; i--) {
    const row = new Uint8Array(b.length + 1);
    for (let j = b.length; j >= 0; j--) row[j] = shareFrom(a, b, i, j, row, after) ? 1 : 0;
    after = row;
  }
  return after[0] === 1;
}

function shareFrom(
  a: readonly number[],
  b: readonly number[],
  i: number,
  j: number,
  row: Uint8Array,
  after: Uint8Array,
) {
  const x = a[i];
  const y = b[j];
  if (x === undefined && y === undefined) return true;
  if (x === MANY) return after[j] === 1 || (y !== undefined && row[j + 1] === 1);
  if (y === MANY) return row[j + 1] === 1 || (x !== undefined && after[j] === 1);
  if (x === undefined || y === undefined) return false;
  return compatible(x, y) && after[j + 1] === 1;
}
