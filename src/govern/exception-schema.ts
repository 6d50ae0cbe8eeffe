import { z } from "zod";
import { parseArn } from "../model/arn.js";
import { quotedAccountId } from "../model/quoted-account-id.js";
import { arnParts, hasWildcard } from "./arn-pattern.js";

/** Words for a member that is missing, else for one that is something else. */
function expected(what: string) {
  return {
    error: ({ code, input }: { readonly code?: string; readonly input?: unknown }) => {
      if (code === "unrecognized_keys") return undefined;
      return input === undefined ? `is missing: ${what}` : `must be ${what}`;
    },
  };
}

const line = (what: string) =>
  z
    .string(expected(what))
    .regex(/\S/, `must not be empty: ${what}`)
    .max(1_000, "must be 1,000 characters or less");

const day = (what: string) => z.iso.date(expected(`${what}, a date such as 2027-01-31`));

const controlId = z
  .string()
  .regex(/^[A-Za-z0-9*?][A-Za-z0-9._*?-]*$/, "must be the id of a control, such as user-key-rotation")
  .max(200);

const subject = z
  .strictObject(
    {
      arn: z
        .string()
        .max(2_048)
        .refine((text) => !hasWildcard(text), "is one exact ARN: write `pattern` for one with * or ?")
        .refine(
          (text) => parseArn(text) !== undefined,
          "must be an ARN, such as arn:aws:iam::111122223333:user/ci/bot",
        )
        .optional(),
      pattern: z
        .string()
        .max(2_048)
        .refine(hasWildcard, "has neither * nor ?: write `arn` for one exact ARN")
        .refine(
          (text) => text.startsWith("arn:") && arnParts(text) !== undefined,
          "must have the six parts of an ARN, such as arn:aws:iam::*:user/ci/*",
        )
        .optional(),
      user_name: z
        .string()
        .regex(
          /^[\w+=,.@-]{1,128}$/,
          "must be the name of an IAM user, without its path: a pattern has * and ?",
        )
        .optional(),
      finding_id: z
        .string()
        .regex(/^[0-9a-f]{32}$/, "must be the 32 digits that `iamspect findings --format json` prints")
        .optional(),
      accounts: z.array(quotedAccountId).min(1).optional(),
      organizational_units: z.array(z.string().regex(/^\//, "must begin with /")).min(1).optional(),
      credential_id: z
        .string()
        .regex(/^[A-Z0-9]{16,128}$/, "must be the id of an access key, such as AKIAIOSFODNN7EXAMPLE")
        .optional(),
    },
    expected("a mapping with one of arn, user_name, pattern and finding_id"),
  )
  .refine(
    (one) =>
      [one.arn, one.user_name, one.pattern, one.finding_id].filter((text) => text !== undefined).length === 1,
    "needs exactly one of arn, user_name, pattern and finding_id",
  )
  .refine(
    (one) => one.finding_id === undefined || Object.keys(one).length === 1,
    "finding_id names one credential already: accounts, organizational_units and credential_id do not go with it",
  );

/** One entry of `exceptions.yaml`: somebody accepts that a control fails, for a reason and for a time. */
export const exceptionSchema = z
  .strictObject({
    /** Short, and the same for as long as the exception lives. */
    id: z
      .string(expected("a short name"))
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "must be letters, digits, dots, - and _, 100 at most"),
    /** Ids of controls; `*` and `?` are wildcards, and reported as too broad. */
    control: z.union(
      [controlId, z.array(controlId).min(1, "must name a control").max(100)],
      expected("the id of a control, such as user-key-rotation, or a list of them"),
    ),
    /** Whom it is for: one ARN, a user name, a pattern of ARNs, or one finding. The other members narrow it. */
    subject,
    owner: line("who answers for it"),
    reason: line("why it is accepted"),
    ticket: line("where it was discussed").optional(),
    approved_by: line("who accepted the risk"),
    /** The first day it holds, UTC; without it, it has always held. */
    created: day("the first day it holds").optional(),
    /** The last day it holds, UTC. */
    expires: day("the last day it holds"),
  })
  .refine(({ created, expires }) => created === undefined || created <= expires, {
    path: ["expires"],
    error: "lies before the day it was created",
  });
export type Exception = z.output<typeof exceptionSchema>;

/** `exceptions.yaml`. */
export const exceptionsFileSchema = z.strictObject({
  version: z.literal(1, "must be 1"),
  exceptions: z.array(exceptionSchema, expected("the list of exceptions, [] where there is none")),
});

/** The controls of an exception as a list. */
export function controlsOf({ control }: Pick<Exception, "control">): readonly string[] {
  return typeof control === "string" ? [control] : control;
}
