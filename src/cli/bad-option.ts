import { UserError } from "../model/user-error.js";

/** An option that says something it cannot mean; `fix` says how to write it. */
export function badOption(what: string, fix?: string): UserError {
  return new UserError({ code: "bad_option", what, ...(fix !== undefined && { fix }) });
}

/** An action that a command does not have. */
export function badAction(command: string, action: string | undefined, actions: string): UserError {
  return new UserError({
    code: "bad_action",
    what: `${command} has no action ${action}.`,
    fix: `Choose ${actions}.`,
  });
}
