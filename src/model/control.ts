import { z } from "zod";
import { evidenceKind } from "./coverage.js";
import { CREDENTIAL_KINDS } from "./credential.js";
import { SEVERITIES, STATUSES } from "./status.js";
import { TRAIT_KINDS } from "./trait-kinds.js";

const name = z.string().regex(/^[a-z][a-zA-Z0-9_]*$/, "a name of letters, digits and _");

const parameter = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("integer"),
    default: z.int(),
    min: z.int(),
    max: z.int(),
    unit: z.string().optional(),
    doc: z.string().optional(),
  }),
  z.strictObject({ type: z.literal("boolean"), default: z.boolean(), doc: z.string().optional() }),
  z.strictObject({
    type: z.literal("choice"),
    default: z.string(),
    values: z.array(z.string()).min(1),
    doc: z.string().optional(),
  }),
]);
export type Parameter = z.infer<typeof parameter>;
export type ParameterValue = number | boolean | string;

const reasons = z.union([
  z.string(),
  z.array(z.strictObject({ when: z.record(z.string(), z.unknown()).default({}), text: z.string() })).min(1),
]);
export type Reasons = z.infer<typeof reasons>;

/** How root causes of the failing are looked for (docs/causes.md). */
const causes = z.strictObject({
  /** Who fails, in words for a sentence: "users with a key made at set-up". */
  failing: z.string().min(1).optional(),
  /** SQL condition: only subjects that it holds for could fail at all; that the others do not is no news. */
  could_fail: z.string().min(1).optional(),
  /** Traits that decide the verdict by construction, such as the year of creation where age is judged. */
  trivial: z.array(z.enum(TRAIT_KINDS)).default([]),
});

/** A pitfall of a control: words, or with a condition that says which subjects it concerns. */
const pitfall = z.union([
  z.string(),
  z.strictObject({
    text: z.string().min(1),
    /** SQL condition on a subject: the pitfall is shown where it holds for some, with how many. */
    when: z.string().min(1),
    /** The verdicts that it concerns. */
    verdicts: z.array(z.enum(STATUSES)).min(1).default(["fail", "pass", "unknown"]),
  }),
]);
export type Pitfall = z.output<typeof pitfall>;

const settings = z.record(name, z.union([z.number(), z.boolean(), z.string()]));

/** What `iamspect tune` tries (docs/tuning.md). Parameters that are not named keep the value they have. */
const tune = z.strictObject({
  /** Settings to try; without any, each parameter by itself over its range. */
  try: z.array(settings).default([]),
  /** Settings that standards ask for. */
  standards: z.array(z.strictObject({ name: z.string().min(1), parameters: settings })).default([]),
});

/** `control.yaml`: all of a control but its query and its cases. */
export const controlSchema = z.strictObject({
  version: z.literal(2, "must be 2: docs/controls.md tells what changed").default(2),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "lower-case words joined by -"),
  title: z.string().min(1).max(120),
  severity: z.enum(SEVERITIES),
  /** The kind of thing that is judged, such as `iam_user`. */
  subject: name,
  /** Each of these kinds is judged one by one, and the subject takes the worst; empty: the verdict is on the subject itself. */
  credentials: z.array(z.enum(CREDENTIAL_KINDS)).default([]),
  rationale: z.string().min(1),
  pitfalls: z.array(pitfall).default([]),
  evidence: z.strictObject({
    required: z.array(evidenceKind).min(1),
    mitigating: z.array(evidenceKind).default([]),
    /** What a finding quotes: `column`, `u.column` of the subject of a credential, `access_key.column` of every such credential. */
    fields: z.array(z.string().regex(/^([a-z_]+\.)?[a-z][a-z0-9_]*$/, "a column, or alias.column")).min(1),
  }),
  parameters: z.record(name, parameter).default({}),
  tiers: z
    .strictObject({
      older_than_days: z.array(z.int().positive()).min(1).max(6),
      population: z.enum(["all", "existed"]),
      /** `>`: strictly older than the limit; `>=`: that old or older. */
      operator: z.enum([">", ">="]).default(">"),
      /** The parameter that says from what age on something fails, in days: tiers count by age whatever it is set to. */
      limit: name.optional(),
      /** A name for those that reached a tier, such as 365: permanent key. */
      names: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
  /** Subjects counted apart whatever their status: column `label_<name>` of the query. */
  labels: z.record(name, z.string()).default({}),
  reason: z.strictObject({
    fail: reasons,
    unknown: reasons.optional(),
    pass: reasons.optional(),
    not_applicable: reasons.optional(),
  }),
  causes: causes.optional(),
  tune: tune.optional(),
  remediation: z.strictObject({
    /** What to do, in one sentence that a stranger understands. */
    summary: z.string().optional(),
    console: z.string(),
    cli: z.string(),
    /** Instead of `cli`, where the finding is about a password. */
    cli_password: z.string().optional(),
    terraform: z.string().optional(),
  }),
  references: z.array(z.url()).default([]),
  /** Requirement ids by framework, as strings: 1.10 is not 1.1. */
  mappings: z.record(z.string(), z.array(z.string())).default({}),
});
export type ControlDeclaration = z.infer<typeof controlSchema>;
