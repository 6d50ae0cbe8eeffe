const SAFE = /^[\w@%+=:,./-]+$/;

/** Text as one word of a POSIX shell: in single quotes where the shell would see more in it than itself. */
export function shellWord(text: string): string {
  return SAFE.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Words as a command for a POSIX shell. */
export function shellCommand(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
