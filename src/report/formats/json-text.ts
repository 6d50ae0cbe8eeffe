/** What a terminal obeys or nobody sees, but for the line breaks between values: inside a string JSON has none. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const PRINTABLE = /^[\n -~]*$/;

/** JSON in which nothing moves the cursor or turns the reading direction: such characters are spelled `\u009b`. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent);
  if (PRINTABLE.test(text)) return text;
  return text.replace(INVISIBLE, (character) => (character === "\n" ? character : spelled(character)));
}

function spelled(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
