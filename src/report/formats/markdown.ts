import { auditMarkdown } from "../audit-markdown.js";
import { findingsMarkdown } from "../findings-markdown.js";
import type { Format, Renderers } from "./format.js";

const KINDS: Renderers = { audit: auditMarkdown, findings: findingsMarkdown };

/** GitHub-flavoured Markdown for tickets, pull requests and job summaries: what to do comes first. */
export const markdown: Format = { name: "markdown", renderer: (kind) => KINDS[kind] };
