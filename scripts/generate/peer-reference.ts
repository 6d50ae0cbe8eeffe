import { differing, PEERS, type PeerCase, type PeerFile } from "../../test/peer-cases.js";
import { markdownTable } from "./markdown-table.js";

/** What stands above this line in docs/peers.md is written by hand, what stands below it is generated. */
const MARK = "<!-- Everything below this line is generated from test/fixtures/peers/: npm run docs -->";
const HEAD = ["control", "input", "we say", "Prowler", "CloudSploit", "Steampipe", "why"];

/** The text of docs/peers.md: its hand-written part as it is, and a section with a table of differences for each service. */
export function peerReference(current: string, files: readonly PeerFile[]): string {
  const [byHand = ""] = current.split(MARK);
  return `${[byHand.trimEnd(), MARK, ...files.flatMap(section)].join("\n\n")}\n`;
}

function section({ service, checks, cases }: PeerFile): string[] {
  const differ = cases.filter((one) => differing(one).length > 0);
  const alike = cases.length - differ.length;
  return [
    `## ${service}`,
    `${cases.length} cases, of which ${differ.length} are judged differently by somebody; of the other ${alike} all say the same.`,
    markdownTable(HEAD, differ.map(row)),
    "<details><summary>The checks that were compared</summary>",
    markdownTable(
      ["control", "Prowler", "CloudSploit", "Steampipe"],
      Object.entries(checks).map(([control, named]) => [
        code(control),
        ...PEERS.map((peer) => (named[peer] === undefined ? "-" : code(named[peer]))),
      ]),
    ),
    "</details>",
  ];
}

/** A verdict that differs from ours stands out. */
function row(one: PeerCase): string[] {
  const others = differing(one);
  return [
    code(one.control),
    one.input.replaceAll("*", "\\*").replaceAll("<", "&lt;"),
    said(one.we),
    ...PEERS.map((peer) => (others.includes(peer) ? `**${said(one[peer])}**` : said(one[peer]))),
    (one.why ?? "").replaceAll("*", "\\*").replaceAll("<", "&lt;"),
  ];
}

function said(verdict: string | undefined): string {
  return verdict?.replaceAll("_", " ") ?? "-";
}

function code(word: string): string {
  return `\`${word}\``;
}
