import { nearest } from "../model/nearest.js";
import { UserError } from "../model/user-error.js";
import { quoted } from "../report/text.js";

/** An option that says something it cannot mean; `fix` says how to write it. */
export function badOption(what: string, fix?: string): UserError {
  return new UserError({ code: "bad_option", what, ...(fix !== undefined && { fix }) });
}

/** An action that a command does not have. */
export function badAction(command: string, action: string, actions: readonly string[]): UserError {
  const [near] = nearest(action, actions);
  const meant = near === undefined ? "" : `Did you mean ${near}? `;
  return new UserError({
    code: "bad_action",
    what: `${command} has no action ${quoted(action)}.`,
    fix: `${meant}Choose ${actions.slice(0, -1).join(", ")} or ${actions.at(-1)}.`,
  });
}
