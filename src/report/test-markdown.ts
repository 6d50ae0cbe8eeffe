import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** Markdown as GitHub makes HTML of it, before it looks for mentions and issues in what is not code. */
export function htmlOf(markdown: string): string {
  return micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
  });
}

/** The names of its elements, each once, in order. */
export function elementsOf(html: string): string[] {
  return [...new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name = ""]) => name))].sort();
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** What a reader sees of it. */
export function textOfHtml(html: string): string {
  const text = html.replace(/<[^>]*>/g, "");
  return text.replace(/&(?:#(\d+)|(lt|gt|amp|quot));/g, (_, code: string | undefined, name: string) =>
    code === undefined ? (ENTITIES[name] ?? "") : String.fromCodePoint(Number(code)),
  );
}

/** What GitHub looks for mentions, issues and addresses in. */
export function withoutCode(html: string): string {
  return textOfHtml(html.replace(/<code[^>]*>.*?<\/code>/gs, ""));
}

/** Mentions, issues, commits and addresses. */
export const LINKED = /@\w|#\d|\bGH-\d|:\/\/|www\.|\b[0-9a-f]{7,40}\b/i;
