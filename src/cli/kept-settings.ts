import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { parseSetting } from "../assess/parameters.js";
import { type AuditSettings, readAuditSettings, writeAuditSettings } from "../lake/audit-settings.js";
import { UserError } from "../model/user-error.js";
import { plainText } from "../report/text.js";
import { DEFAULT_FILE } from "./config.js";
import type { JudgeChoice } from "./judge-run.js";

/**
 * What to judge by: what is given now, and of what is not given what the newest audit of the lake was given. A command that has
 * no option for own controls keeps none.
 *
 * @throws UserError when the configuration of that audit is gone
 */
export async function withKeptSettings<Choice extends JudgeChoice>(
  lake: string,
  choice: Choice,
): Promise<Choice> {
  const kept = await readAuditSettings(lake);
  if (kept === undefined) return choice;
  const { set = [], controls = [], framework, config } = choice;
  const given = new Set(set.map((one) => settingName(one)));
  const others = kept.set.filter((one) => !given.has(settingName(one)));
  return {
    ...choice,
    set: framework === undefined ? [...others, ...set] : set,
    framework: framework ?? kept.framework,
    config: config ?? (await keptConfig(kept)),
    ...("controls" in choice && { controls: controls.length > 0 ? controls : kept.controls }),
  };
}

function settingName(argument: string): string {
  const { control, parameter } = parseSetting(argument);
  return `${control}.${parameter}`;
}

/** A configuration in the working directory is what a person means now. */
async function keptConfig({ config }: AuditSettings): Promise<string | undefined> {
  if (config === undefined || (await exists(DEFAULT_FILE))) return undefined;
  if (await exists(config)) return config;
  throw new UserError({
    code: "no_config",
    what: `The configuration ${plainText(config)}, by which the last audit judged, is gone.`,
    fix: "Name one with --config FILE, or audit again.",
  });
}

/** Keeps what an audit was judged by for what is read after it. Which controls it was about is no setting. */
export async function keepSettings(lake: string, choice: JudgeChoice): Promise<void> {
  const { set = [], controls = [], framework, config } = choice;
  const found = config ?? ((await exists(DEFAULT_FILE)) ? DEFAULT_FILE : undefined);
  await writeAuditSettings(lake, {
    set: [...set],
    controls: controls.map((folder) => resolve(folder)),
    ...(framework !== undefined && { framework }),
    ...(found !== undefined && { config: resolve(found) }),
  });
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
