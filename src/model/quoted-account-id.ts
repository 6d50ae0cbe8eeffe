import { z } from "zod";
import { ACCOUNT_ID } from "./arn.js";

const MUST = "must be 12 digits in quotes";

/** An account ID that a person writes in YAML: without quotes it is a number, and loses its leading zeros. */
export const quotedAccountId = z.string(MUST).regex(ACCOUNT_ID, MUST);
