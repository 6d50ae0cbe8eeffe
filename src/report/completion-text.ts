import type { CommandWords } from "../model/command-words.js";

/** Shells whose completion there is a script for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** The completion script of a shell: commands, their actions and options, and what options may be. */
export function completionText(shell: Shell, commands: readonly CommandWords[]): string {
  if (shell === "fish") return fish(commands);
  const script = bash(commands);
  return shell === "bash"
    ? script
    : `#compdef iamspect\nautoload -U +X bashcompinit && bashcompinit\n${script}`;
}

/** Words for `compgen -W`: names of ours only, without spaces and quotes. */
function words(all: readonly string[]): string {
  return `"${all.join(" ")}"`;
}

/** https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html */
function bash(commands: readonly CommandWords[]): string {
  const choices = commands.flatMap(({ name, options }) =>
    options
      .filter((option) => option.choices.length > 0)
      .map((option) => `    ${name}:${option.flag}) words=${words(option.choices)} ;;`),
  );
  const own = commands.flatMap(({ name, actions, options }) => {
    const flags = words([...options.map(({ flag }) => flag), "--help"]);
    const acting = Object.keys(actions);
    return [
      `    ${name})`,
      `      if [[ $cur == -* ]]; then words=${flags}`,
      ...(acting.length === 0 ? [] : [`      elif [ "$COMP_CWORD" -eq 2 ]; then words=${words(acting)}`]),
      "      fi ;;",
    ];
  });
  return [
    "# Completion of iamspect. bash: source <(iamspect completion bash)",
    "_iamspect() {",
    `  local cur="\${COMP_WORDS[COMP_CWORD]}" words=""`,
    "  COMPREPLY=()",
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W ${words([...commands.map(({ name }) => name), "help"])} -- "$cur"))`,
    "    return",
    "  fi",
    `  case "\${COMP_WORDS[1]}:\${COMP_WORDS[COMP_CWORD-1]}" in`,
    ...choices,
    "  esac",
    `  if [ -z "$words" ]; then case "\${COMP_WORDS[1]}" in`,
    ...own,
    "  esac; fi",
    '  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); fi',
    "}",
    "complete -o default -F _iamspect iamspect",
    "",
  ].join("\n");
}

/** https://fishshell.com/docs/current/completions.html */
function fish(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, summary, actions, options }) => {
    const here = `complete -c iamspect -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c iamspect -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(summary)}`,
      ...Object.entries(actions).map(([action, doc]) => `${here} -a ${action} -d ${fishQuoted(doc)}`),
      ...options.map(({ flag, value, doc, choices }) => {
        const takes =
          choices.length > 0 ? ` -x -a ${fishQuoted(choices.join(" "))}` : value === "" ? "" : " -r";
        return `${here} -l ${flag.replace(/^--/, "")}${takes} -d ${fishQuoted(doc)}`;
      }),
    ];
  });
  return `# Completion of iamspect. fish: iamspect completion fish | source\n${lines.join("\n")}\n`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
