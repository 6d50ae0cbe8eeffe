/** Needs no quotes in any shell; zsh reads a leading = as the path of a command. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;
/** Visible ASCII: single quotes keep it as it is. */
const VISIBLE = /^[ -~]*$/;

/**
 * Text as one word of a POSIX shell, to be pasted: whoever named a user did not write the command. What does not show on a screen is
 * written by its bytes, as $'\342\200\256', which bash, zsh and ksh read.
 */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text;
  if (VISIBLE.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const bytes = [...Buffer.from(text, "utf8")].map((byte) => {
    const character = String.fromCharCode(byte);
    const isPlain = VISIBLE.test(character) && character !== "'" && character !== "\\";
    // Always three digits, so that none of the text is read as one more.
    return isPlain ? character : `\\${byte.toString(8).padStart(3, "0")}`;
  });
  return `$'${bytes.join("")}'`;
}

/** An option with a value, which may begin with a dash: `--user-name ann`, `--user-name=-x`. */
export function shellOption(name: string, value: string): string {
  return `--${name}${value.startsWith("-") ? "=" : " "}${shellWord(value)}`;
}
