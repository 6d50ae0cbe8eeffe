/** 12478 -> 12,478, the same on every machine. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** The first of a list, and how many more there are: `a, b and 1,234 more`. */
export function firstOf(items: readonly string[], most: number): string {
  const more = items.length - most;
  return `${items.slice(0, most).join(", ")}${more > 0 ? ` and ${thousands(more)} more` : ""}`;
}

/** 1 account, 1,143 accounts; 1 fix, 2 fixes. */
export function counted(count: number, noun: string, many = `${noun}s`): string {
  return `${thousands(count)} ${count === 1 ? noun : many}`;
}
