import type { PolicyStatement } from "../../src/model/results/doctor.js";
import { policyText } from "../../src/report/policy-text.js";
import { scopePolicy } from "../../src/sources/permission-policy.js";
import { PERMISSIONS, type Permission } from "../../src/sources/permissions.js";

/** A file of `deploy/` that depends on the permissions. */
export interface DeployFile {
  /** Its path inside `deploy/`. */
  readonly file: string;
  /** What it must hold, from what it holds; a file that does not exist holds nothing. */
  readonly render: (current: string) => string;
}

/** The files that `npm run docs` writes. */
export const DEPLOY_FILES: readonly DeployFile[] = [
  { file: "iamspect-read-only.json", render: () => `${policyText(scopePolicy("account"))}\n` },
  { file: "iamspect-organization.json", render: () => `${policyText(scopePolicy("organization"))}\n` },
  {
    file: "cloudformation/iamspect-role.yaml",
    render: (text) => fillSection(text, "statements", accountStatements().flatMap(yamlStatement)),
  },
  {
    file: "terraform/main.tf",
    render: (text) => fillSection(text, "statements", separated(accountStatements().map(hclStatement))),
  },
  { file: "README.md", render: (text) => fillSection(text, "permissions", permissionTable()) },
];

/**
 * Replaces the lines between `BEGIN generated: <name>` and `END generated: <name>`; they get the indentation of the
 * first of these two.
 *
 * @throws Error when the section is not there
 */
export function fillSection(text: string, name: string, body: readonly string[]): string {
  const lines = text.split("\n");
  const begin = lines.findIndex((line) => line.includes(`BEGIN generated: ${name} `));
  const end = lines.findIndex((line) => line.includes(`END generated: ${name}`));
  if (begin === -1 || end < begin) throw new Error(`there is no section ${name}`);
  const indent = /^ */.exec(lines[begin] ?? "")?.[0] ?? "";
  const filled = body.map((line) => (line === "" ? line : indent + line));
  return [...lines.slice(0, begin + 1), ...filled, ...lines.slice(end)].join("\n");
}

function accountStatements(): readonly PolicyStatement[] {
  return scopePolicy("account").Statement;
}

function yamlStatement({ Sid, Effect, Action, Resource }: PolicyStatement): string[] {
  return [
    `- Sid: ${Sid}`,
    `  Effect: ${Effect}`,
    "  Action:",
    ...Action.map((action) => `    - ${action}`),
    `  Resource: "${Resource}"`,
  ];
}

function hclStatement({ Sid, Action, Resource }: PolicyStatement): string[] {
  return [
    "statement {",
    `  sid = "${Sid}"`,
    "  actions = [",
    ...Action.map((action) => `    "${action}",`),
    "  ]",
    `  resources = ["${Resource}"]`,
    "}",
  ];
}

function separated(blocks: readonly (readonly string[])[]): string[] {
  return blocks.flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}

function permissionTable(): string[] {
  const of = (scope: Permission["scope"]) => PERMISSIONS.filter((each) => each.scope === scope);
  const rows = [...of("account"), ...of("organization")].map((permission) => {
    const { action, statement, what, delivers } = permission;
    const missing = delivers.map((one) => `\`${one}\``).join(", ");
    return `| \`${action}\` | ${statement} | ${what} | ${missing} | ${neededFor(permission)} |`;
  });
  return [
    "| action | statement | what for | missing without it | needed for |",
    "|---|---|---|---|---|",
    ...rows,
  ];
}

const NEEDED_FOR = {
  aggregator: "`--aggregator`",
  fresh: "`--fresh`",
  full: "`--full`",
  root: "root users of members",
  tags: "choosing by tag",
} as const;

function neededFor({ scope, option }: Permission): string {
  if (option !== undefined) return NEEDED_FOR[option];
  return scope === "account" ? "every audit" : "`--org`";
}
