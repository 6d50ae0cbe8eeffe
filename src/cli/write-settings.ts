import { readFile } from "node:fs/promises";
import { systemCode } from "../lake/files.js";
import { replaceFile } from "../lake/replace-file.js";
import { readYaml } from "../model/read-yaml.js";
import type { ControlTuning } from "../model/results/tuning.js";
import { UserError } from "../model/user-error.js";
import { lineChanges } from "../report/line-changes.js";
import { plainText } from "../report/text.js";
import type { Context } from "./command.js";
import { configSchema } from "./config.js";
import { confirmed, requireConsent } from "./confirm.js";
import { mergeSettings, type NewSetting } from "./merge-settings.js";

/** Puts what is recommended into a configuration, after it was shown and confirmed. */
export async function writeSettings(
  file: string,
  tunings: readonly ControlTuning[],
  yes: boolean,
  context: Context,
): Promise<void> {
  const settings = newSettings(tunings);
  if (settings.length === 0) {
    context.note(`Nothing to write to ${plainText(file)}: the present settings are what is recommended.`);
    return;
  }
  const present = await presentText(file);
  const before = present ?? "";
  if (before !== "") readYaml(configSchema, before, file, "bad_config");
  const after = mergeSettings(before, settings);
  readYaml(configSchema, after, file, "bad_config");
  context.note(`${before === "" ? "New" : "Changes of"} ${plainText(file)}:`);
  for (const line of lineChanges(before, after)) context.note(plainText(line));
  requireConsent(yes, context);
  if (!(await confirmed(`Write ${plainText(file)}?`, yes, context))) {
    context.note("Nothing was written.");
    return;
  }
  await replaceFile(file, after, present);
  context.note(`${plainText(file)} is written. The next audit judges by it.`);
}

/** The text of the file; undefined where there is none. */
async function presentText(file: string): Promise<string | undefined> {
  return await readFile(file, "utf8").catch((cause: unknown) => {
    if (systemCode(cause) === "ENOENT") return undefined;
    throw new UserError({ code: "no_config", what: `The configuration ${file} cannot be read.`, cause });
  });
}

/** The parameters that are to have another value than now. */
function newSettings(tunings: readonly ControlTuning[]): NewSetting[] {
  return tunings.flatMap(({ control_id: control, recommendation, tried }) => {
    const current = tried.find((one) => one.current)?.settings ?? {};
    return Object.entries(recommendation?.changes === true ? recommendation.settings : {})
      .filter(([parameter, value]) => current[parameter] !== value)
      .map(([parameter, value]) => ({ control, parameter, value }));
  });
}
