import type { CommandWords, OptionWords } from "../model/command-words.js";
import type { DescribedCommand, OptionSpec } from "./command.js";
import { optionsOf } from "./shared-options.js";

/** The words of a command, from its declaration. */
export function commandWords({ summary, command }: DescribedCommand): CommandWords {
  return {
    name: command.name,
    summary,
    arguments: command.arguments?.name ?? "",
    argumentsDoc: command.arguments?.doc ?? "",
    actions: command.actions ?? {},
    options: Object.values(optionsOf(command)).map(optionWords),
    examples: command.examples,
  };
}

function optionWords(spec: OptionSpec): OptionWords {
  const [flag = "", value = ""] = spec.flags.split(" ");
  return { flag, value, doc: spec.doc, choices: spec.choices ?? [], default: spec.default };
}
