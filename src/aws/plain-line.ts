const LONGEST = 300;

/**
 * One line of at most 300 characters out of a text from outside: no control characters, which could move the cursor
 * of a terminal, and none of the lines that the SDK appends for its own developers.
 */
export function plainLine(text: string): string {
  const line = (text.trim().split(/[\r\n]/)[0] ?? "").replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 3)}...` : line;
}
