import { thousands } from "../model/listed.js";

/**
 * Text from AWS is hostile: a user name may hold whatever its maker liked. Control characters, which move the
 * cursor, colour the screen or turn the reading direction, are shown as \u{..} instead of obeyed.
 */
export function plainText(value: string): string {
  return value.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters to be disarmed
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** Text that somebody gave, in quotes: `"2026-13-01"`. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** 6.2 -> "6.20 %"; null -> "-". */
export function percentText(value: number | null): string {
  return value === null ? "-" : `${value.toFixed(2)} %`;
}

/** 1 account, 1,143 accounts. */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** [4.8, 8] -> "4.80-8.00 %"; null -> "-". */
export function intervalText(interval: readonly [number, number] | null): string {
  return interval === null ? "-" : `${interval[0].toFixed(2)}-${percentText(interval[1])}`;
}
