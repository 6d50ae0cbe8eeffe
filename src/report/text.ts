/** What a screen does not show, or obeys: control, format and other invisible characters, and spaces that are not the space. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;
const PRINTABLE = /^[ -~]*$/;

/**
 * Text from AWS is hostile: a user name may hold whatever its maker liked. Characters that move the cursor, colour the screen,
 * turn the reading direction or make two names look alike because nobody sees them are shown as \u{..} instead of obeyed.
 *
 * @see https://www.unicode.org/reports/tr36/
 */
export function plainText(value: string): string {
  if (PRINTABLE.test(value)) return value;
  return value.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** The same for text of several lines. */
export function plainLines(value: string): string {
  return value.split("\n").map(plainText).join("\n");
}

/** Text that somebody gave, in quotes: `"2026-13-01"`. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** 6.2 -> "6.20 %"; null -> "-". */
export function percentText(value: number | null): string {
  return value === null ? "-" : `${value.toFixed(2)} %`;
}

/** [4.8, 8] -> "4.80-8.00 %"; null -> "-". */
export function intervalText(interval: readonly [number, number] | null): string {
  return interval === null ? "-" : `${interval[0].toFixed(2)}-${percentText(interval[1])}`;
}
