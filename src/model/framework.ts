import { z } from "zod";

/** How much of a requirement is judged. */
export const COVERAGES = ["covered", "partly", "manual", "not_covered"] as const;
export type RequirementCoverage = (typeof COVERAGES)[number];

const requirementId = z
  .string("must be text in quotes: 1.10 is not 1.1")
  .regex(/^[\w.()-]+$/, "letters, digits, dots, dashes and brackets");

const head = {
  version: z.literal(1),
  /** What `--framework` takes. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "lower-case words and numbers joined by - and ."),
  title: z.string().min(1),
} as const;

/** A framework whose rules are each one control, under the rule's own name and parameters. */
const rules = z.strictObject({
  ...head,
  kind: z.literal("rules"),
  requirements: z
    .array(
      z.strictObject({
        id: requirementId,
        title: z.string().min(1),
        control: z.string(),
        /** The framework's parameter name -> the control's. */
        parameters: z.record(z.string(), z.string()).default({}),
        /** What iamspect does where the framework's text is silent. */
        choice: z.string(),
        reference: z.url(),
      }),
    )
    .min(1)
    .superRefine(uniqueIds),
});

const asked = z.strictObject({
  control: z.string(),
  /** Values that the requirement asks for; parameters that are not named keep the value they have. */
  parameters: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])).default({}),
});

const requirement = z
  .strictObject({
    id: requirementId,
    title: z.string().min(1).max(120),
    /** The part of the framework it stands in: "1 Identity and access". */
    section: z.string().min(1).optional(),
    /** Level, profile or severity, as the framework calls it. */
    level: z.string().min(1).optional(),
    /** covered: its controls decide it; partly: they decide a part; manual: a person must judge; not_covered: nothing looks at it. */
    coverage: z.enum(COVERAGES),
    controls: z.array(asked).default([]),
    /** What is missing, and what a person looks at. */
    note: z.string().min(1).optional(),
    reference: z.url().optional(),
  })
  .superRefine(({ coverage, controls, note }, context) => {
    const judged = coverage === "covered" || coverage === "partly";
    if (judged && controls.length === 0) fault(context, ["controls"], `${coverage} needs a control`);
    if (!judged && controls.length > 0)
      fault(context, ["controls"], `${coverage} has none: covered or partly have`);
    if (!judged && note === undefined) fault(context, ["coverage"], `${coverage} needs a note that says why`);
  });

/** A standard: requirements answered by one control, by several, or by none. */
const standard = z.strictObject({
  ...head,
  kind: z.literal("standard"),
  /** What the list is taken from, and what it does not tell. */
  note: z.string().min(1).optional(),
  reference: z.url().optional(),
  /** How many requirements there are in all, where not all are listed. */
  total: z.int().positive().optional(),
  /** What `partly` means where a requirement has no note of its own. */
  partly: z.string().min(1).optional(),
  requirements: z.array(requirement).min(1).superRefine(uniqueIds),
});

/** `frameworks/<id>.yaml`, or a file of a person's own. */
export const frameworkSchema = z.discriminatedUnion("kind", [rules, standard]);
export type Framework = z.output<typeof frameworkSchema>;
export type RuleFramework = z.output<typeof rules>;
export type Rule = RuleFramework["requirements"][number];
export type Standard = z.output<typeof standard>;
export type Requirement = z.output<typeof requirement>;

type Context = z.core.$RefinementCtx;

function fault(context: Context, path: (string | number)[], message: string): void {
  context.addIssue({ code: "custom", path, message });
}

function uniqueIds(requirements: readonly { readonly id: string }[], context: Context): void {
  const seen = new Set<string>();
  for (const [place, { id }] of requirements.entries()) {
    if (seen.has(id)) fault(context, [place, "id"], `there is another requirement ${id}`);
    seen.add(id);
  }
}
