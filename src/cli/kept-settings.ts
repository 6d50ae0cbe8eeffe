import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { frameworkControls } from "../assess/framework.js";
import { isFile } from "../assess/frameworks.js";
import { loadControls } from "../assess/load.js";
import { parseSetting } from "../assess/parameters.js";
import { type AuditSettings, readAuditSettings, writeAuditSettings } from "../lake/audit-settings.js";
import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";
import { DEFAULT_FILE } from "./config.js";
import type { JudgeChoice } from "./judge-run.js";

/**
 * What to judge by: what is given now, and of what is not given what the newest audit of the lake was given. A configuration that
 * is given puts an end to kept parameters. A command that has no option for own controls keeps none. What was resolved before stays.
 *
 * @throws UserError when the configuration of that audit, or a folder of its controls, is gone
 */
export async function withKeptSettings<Choice extends JudgeChoice>(
  lake: string,
  choice: Choice,
): Promise<Choice> {
  if (choice.keptSet !== undefined) return choice;
  const kept = await readAuditSettings(lake);
  if (kept === undefined) return { ...choice, keptSet: [] };
  const { set = [], controls = [], config } = choice;
  const given = new Set(set.map((one) => settingName(one)));
  const others = kept.set.filter((one) => !given.has(settingName(one)));
  const own = "controls" in choice && controls.length === 0 ? kept.controls : controls;
  for (const folder of own) await mustExist(folder, "The folder of controls", "--controls DIR");
  return {
    ...choice,
    keptSet: config === undefined && choice.framework === undefined ? others : [],
    framework: choice.framework ?? (await keptFramework(kept, choice, own)),
    config: config ?? (await keptConfig(kept)),
    ...("controls" in choice && { controls: own }),
  };
}

function settingName(argument: string): string {
  const { control, parameter } = parseSetting(argument);
  return `${control}.${parameter}`;
}

/** A control that is named and that the framework lacks is meant by its own name. */
async function keptFramework(
  { framework, set: keptSet }: AuditSettings,
  { control = [], set = [] }: JudgeChoice,
  folders: readonly string[],
): Promise<string | undefined> {
  if (framework === undefined) return undefined;
  if (isFile(framework)) await mustExist(framework, "The framework", "--framework FILE");
  if (control.length === 0) return framework;
  const settings = [...keptSet, ...set].map(parseSetting);
  const known = await frameworkControls(framework, await loadControls(folders), settings);
  const isKnown = (id: string) =>
    known.some(
      ({ declaration, asked }) => declaration.id === id || asked?.requirements.includes(id) === true,
    );
  return control.every(isKnown) ? framework : undefined;
}

/** A configuration in the working directory is what a person means now. */
async function keptConfig({ config }: AuditSettings): Promise<string | undefined> {
  if (config === undefined || (await exists(DEFAULT_FILE))) return undefined;
  await mustExist(config, "The configuration", "--config FILE");
  return config;
}

async function mustExist(path: string, what: string, option: string): Promise<void> {
  if (await exists(path)) return;
  throw new UserError({
    code: "kept_setting_gone",
    what: `${what} ${plainText(path)}, by which the last audit judged, is gone.`,
    fix: `Name one with ${option}, or audit again.`,
  });
}

/** Keeps what an audit was judged by for what is read after it. Which controls it was about is no setting. */
export async function keepSettings(lake: string, choice: JudgeChoice): Promise<void> {
  const { set = [], controls = [], framework, config } = choice;
  const found = config ?? ((await exists(DEFAULT_FILE)) ? DEFAULT_FILE : undefined);
  await writeAuditSettings(lake, {
    set: [...set],
    controls: controls.map((folder) => resolve(folder)),
    ...(framework !== undefined && { framework: isFile(framework) ? resolve(framework) : framework }),
    ...(found !== undefined && { config: resolve(found) }),
  });
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
