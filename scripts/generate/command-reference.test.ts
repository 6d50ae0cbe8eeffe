import { expect, test } from "vitest";
import { commandWords } from "../../src/cli/command-words.js";
import { COMMANDS } from "../../src/cli.js";
import { commandReference, manPage } from "./command-reference.js";

const commands = await Promise.all(
  Object.values(COMMANDS).map(async ([summary, load]) =>
    commandWords({ summary, command: (await load()).command }),
  ),
);

test("docs/commands.md is what the commands declare; `npm run docs` renews it", async () => {
  await expect(commandReference(commands)).toMatchFileSnapshot("../../docs/commands.md");
});

test("man/iamspect.1 is what the commands declare; `npm run docs` renews it", async () => {
  await expect(manPage(commands)).toMatchFileSnapshot("../../man/iamspect.1");
});

test("every command and option is in both", () => {
  const [page, man] = [commandReference(commands), manPage(commands)];
  for (const { name, options } of commands) {
    expect(page).toContain(`## ${name}\n`);
    for (const { flag } of options) {
      expect(page).toContain(`\`${flag}`);
      expect(man).toContain(`.B ${flag.replaceAll("-", "\\-")}`);
    }
  }
});
