import { completionText, SHELLS, type Shell } from "../report/completion-text.js";
import { badAction } from "./bad-option.js";
import { defineCommand, EXIT } from "./command.js";
import { commandWords } from "./command-words.js";

export const command = defineCommand({
  name: "completion",
  arguments: { name: "[shell]", doc: "whose script to print" },
  actions: {
    bash: "add to ~/.bashrc: source <(iamspect completion bash)",
    zsh: "add to ~/.zshrc, after compinit: source <(iamspect completion zsh)",
    fish: "iamspect completion fish > ~/.config/fish/completions/iamspect.fish",
  },
  options: {},
  examples: [["source <(iamspect completion bash)", "complete commands and options from now on"]],
  run: async ([shell = ""], _, context) => {
    if (!isShell(shell)) throw badAction("completion", shell, SHELLS);
    await context.write(completionText(shell, (await context.commands()).map(commandWords)));
    return EXIT.done;
  },
});

function isShell(text: string): text is Shell {
  return SHELLS.some((shell) => shell === text);
}
