const STAR = 42;
const MARK = 63;
/** Stand for a `*` and a `?` that are no wildcards; no document holds them. */
export const PLAIN_STAR = "\ufdd0";
export const PLAIN_MARK = "\ufdd1";
const PLAIN_STAR_CODE = PLAIN_STAR.charCodeAt(0);
const PLAIN_MARK_CODE = PLAIN_MARK.charCodeAt(0);
/** Colons between the six fields of an ARN. */
const CUTS = 5;

/** A compiled wildcard pattern: `*` is any text, `?` is one character. */
export interface Glob {
  /**
   * Canonical: in a run of wildcards the `?` come first, and there is one `*`. Most often the text itself, so that thousands
   * of patterns take no more memory than the documents they come from.
   */
  readonly code: string;
  readonly text: string;
  /** True when the pattern matches every text. */
  readonly everything: boolean;
  /** True when it holds no wildcard, so it matches one text only. */
  readonly literal: boolean;
  /** How many `?` it holds. */
  readonly ones: number;
  /** Whether a `*` or `?` in the text stands for itself, so that the text alone does not tell the pattern. */
  readonly escaped: boolean;
  /** Places of its first five colons in the code: where the fields of an ARN end. */
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

function codeOf(pieces: readonly GlobPiece[]): string {
  const [first, ...others] = pieces;
  const plain = (text: string) => text.replaceAll("*", PLAIN_STAR).replaceAll("?", PLAIN_MARK);
  const code =
    others.length === 0 && first?.literal === false
      ? first.text
      : pieces.map(({ text, literal }) => (literal ? plain(text) : text)).join("");
  return code.replace(/[*?]{2,}/g, (run) => run.replaceAll("*", "") + (run.includes("*") ? "*" : ""));
}

function cutsOf(code: string): number[] {
  const cuts: number[] = [];
  for (let at = code.indexOf(":"); at >= 0 && cuts.length < CUTS; at = code.indexOf(":", at + 1))
    cuts.push(at);
  return cuts;
}

export function globOf(pieces: readonly GlobPiece[]): Glob {
  const code = codeOf(pieces);
  const ones = code.split("?").length - 1;
  return {
    code,
    text: pieces.length === 1 ? (pieces[0]?.text ?? "") : pieces.map((piece) => piece.text).join(""),
    everything: code === "*",
    literal: ones === 0 && !code.includes("*"),
    ones,
    escaped: pieces.some((piece) => piece.literal && /[*?]/.test(piece.text)),
    cuts: cutsOf(code),
  };
}

/** Whether a character of a pattern that is no wildcard stands for a character of a text. */
function means(code: number, actual: number): boolean {
  if (code === actual) return true;
  return code === PLAIN_STAR_CODE ? actual === STAR : code === PLAIN_MARK_CODE && actual === MARK;
}

/** Whether the text matches. Time is bounded by the product of the lengths: no pattern makes it exponential. */
export function matches({ code }: Glob, text: string): boolean {
  let t = 0;
  let p = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const token = p < code.length ? code.charCodeAt(p) : -1;
    if (token === STAR) {
      star = p++;
      resume = t;
    } else if (token >= 0 && (token === MARK || means(token, text.charCodeAt(t)))) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  return onlyMany(code, p, code.length);
}

/**
 * Whether `wide` matches everything `narrow` matches. True is proven: a wildcard of `narrow` is eaten only by one of
 * `wide` that is at least as wide. A false may be wrong, which is safe where a Deny is tested.
 */
export function subsumes(wide: Glob, narrow: Glob): boolean {
  return wide.everything || subsumesPart(wide.code, 0, wide.code.length, narrow.code, 0, narrow.code.length);
}

/** Whether the field of the account can hold one: digits and wildcards, nothing, or `aws`. */
function hasAccount({ code, cuts }: Glob): boolean {
  return /^(?:[\d*?]*|aws)$/.test(code.slice((cuts[CUTS - 2] ?? 0) + 1, cuts[CUTS - 1]));
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
    const [wEnd, nEnd] = [wide.cuts[field] ?? wide.code.length, narrow.cuts[field] ?? narrow.code.length];
    if (!subsumesPart(wide.code, w, wEnd, narrow.code, n, nEnd)) return false;
    [w, n] = [wEnd + 1, nEnd + 1];
  }
  return true;
}

/**
 * `subsumes` for the code of each pattern between two places; `shares`: `n`, which holds no `*` then, need but share a text
 * with `w`, so that one of its `?` may be any character.
 */
function subsumesPart(
  w: string,
  wStart: number,
  wEnd: number,
  n: string,
  nStart: number,
  nEnd: number,
  shares = false,
): boolean {
  let i = nStart;
  let p = wStart;
  let star = -1;
  let resume = nStart;
  while (i < nEnd) {
    const token = p < wEnd ? w.charCodeAt(p) : -1;
    const actual = n.charCodeAt(i);
    if (token === STAR) {
      star = p++;
      resume = i;
    } else if (
      token >= 0 &&
      (token === actual || (token === MARK && actual !== STAR) || (shares && actual === MARK))
    ) {
      p++;
      i++;
    } else if (star >= 0) {
      p = star + 1;
      i = ++resume;
    } else return false;
  }
  return onlyMany(w, p, wEnd);
}

function compatible(a: number, b: number): boolean {
  return a === b || a === MARK || b === MARK;
}

/** Whether some text matches both patterns: exact. */
export function intersects(left: Glob, right: Glob): boolean {
  if (left.everything || right.everything) return true;
  if (right.literal) return matches(left, right.text);
  if (left.literal) return matches(right, left.text);
  return intersectsPart(left.code, 0, left.code.length, right.code, 0, right.code.length);
}

/** Whether a pattern has the six fields of an ARN. */
export function isArn({ cuts }: Glob): boolean {
  return cuts.length === CUTS;
}

/** The fields of the code of an ARN. */
export function fieldsOf({ code, cuts }: Glob): string[] {
  return Array.from({ length: CUTS + 1 }, (_, field) =>
    code.slice(field === 0 ? 0 : (cuts[field - 1] ?? 0) + 1, cuts[field]),
  );
}

/** Whether some ARN matches both patterns field by field; patterns of fewer fields are compared as texts. */
export function intersectsArn(left: Glob, right: Glob): boolean {
  if (left.cuts.length < CUTS || right.cuts.length < CUTS) return intersects(left, right);
  for (let field = 0, l = 0, r = 0; field <= CUTS; field++) {
    const [lEnd, rEnd] = [left.cuts[field] ?? left.code.length, right.cuts[field] ?? right.code.length];
    if (!intersectsPart(left.code, l, lEnd, right.code, r, rEnd)) return false;
    [l, r] = [lEnd + 1, rEnd + 1];
  }
  return true;
}

function onlyMany(code: string, start: number, end: number): boolean {
  for (let place = start; place < end; place++) if (code.charCodeAt(place) !== STAR) return false;
  return true;
}

function hasMany(code: string, start: number, end: number): boolean {
  for (let place = start; place < end; place++) if (code.charCodeAt(place) === STAR) return true;
  return false;
}

/** `intersects` for the code of each pattern between two places. */
function intersectsPart(
  a: string,
  aStart: number,
  aEnd: number,
  b: string,
  bStart: number,
  bEnd: number,
): boolean {
  let [i, j, iEnd, jEnd] = [aStart, bStart, aEnd, bEnd];
  // Equal ends are cut off; where they differ, nothing matches both.
  for (; i < iEnd && j < jEnd; i++, j++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(j)];
    if (x === STAR || y === STAR) break;
    if (!compatible(x, y)) return false;
  }
  for (; iEnd > i && jEnd > j; iEnd--, jEnd--) {
    const [x, y] = [a.charCodeAt(iEnd - 1), b.charCodeAt(jEnd - 1)];
    if (x === STAR || y === STAR) break;
    if (!compatible(x, y)) return false;
  }
  if (i === iEnd || j === jEnd) return onlyMany(a, i, iEnd) && onlyMany(b, j, jEnd);
  // At each end one of them has a `*` now. Where both hold one, some text is for both: each `*` takes what the other asks for.
  if (!hasMany(a, i, iEnd)) return subsumesPart(b, j, jEnd, a, i, iEnd, true);
  return hasMany(b, j, jEnd) || subsumesPart(a, i, iEnd, b, j, jEnd, true);
}
