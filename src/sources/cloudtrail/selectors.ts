import { z } from "zod";
import { maybe, text } from "../values.js";

const texts = maybe(z.array(text));

/** A selector of the older kind. */
const classic = z.object({
  ReadWriteType: maybe(z.enum(["All", "ReadOnly", "WriteOnly"])),
  IncludeManagementEvents: maybe(z.boolean()),
  DataResources: maybe(z.array(z.object({ Type: text, Values: texts }))),
  ExcludeManagementEventSources: texts,
});

/** A condition on a field; all of a selector must hold. What is beside `Equals` narrows. */
const field = z.object({
  Field: text,
  Equals: texts,
  StartsWith: texts,
  EndsWith: texts,
  NotEquals: texts,
  NotStartsWith: texts,
  NotEndsWith: texts,
});
type Field = z.output<typeof field>;
const advanced = z.object({ FieldSelectors: z.array(field) });

/** What `aws cloudtrail get-event-selectors` prints of a trail. */
export const eventSelectors = z.object({
  EventSelectors: maybe(z.array(classic)),
  AdvancedEventSelectors: maybe(z.array(advanced)),
});
export type EventSelectors = z.output<typeof eventSelectors>;

/** Which events a trail logs whole: nothing that is narrowed to some resources, sources or names counts. */
export interface Logged {
  readonly management_read: boolean;
  readonly management_write: boolean;
  /** Of the objects of all buckets. */
  readonly object_read: boolean;
  readonly object_write: boolean;
}

const NOTHING: Logged = {
  management_read: false,
  management_write: false,
  object_read: false,
  object_write: false,
};
/** What a trail without selectors of its own logs. */
export const DEFAULT_LOGGED: Logged = { ...NOTHING, management_read: true, management_write: true };

const S3_OBJECT = "AWS::S3::Object";
/** Objects of all buckets: `arn:aws:s3`, or of old `arn:aws:s3:::`. */
const ALL_OBJECTS = /^arn:aws[a-z-]*:s3(:::)?$/;

/**
 * What selectors log together; undefined: there are none, of either kind.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export function loggedBy({ EventSelectors, AdvancedEventSelectors }: EventSelectors): Logged | undefined {
  const each = [
    ...(EventSelectors ?? []).map(byClassic),
    ...(AdvancedEventSelectors ?? []).map(({ FieldSelectors }) => byAdvanced(FieldSelectors)),
  ];
  if (each.length === 0) return undefined;
  return {
    management_read: each.some((one) => one.management_read),
    management_write: each.some((one) => one.management_write),
    object_read: each.some((one) => one.object_read),
    object_write: each.some((one) => one.object_write),
  };
}

function byClassic(selector: z.output<typeof classic>): Logged {
  const { ReadWriteType, IncludeManagementEvents, DataResources, ExcludeManagementEventSources } = selector;
  const read = ReadWriteType !== "WriteOnly";
  const write = ReadWriteType !== "ReadOnly";
  const management = IncludeManagementEvents !== false && (ExcludeManagementEventSources ?? []).length === 0;
  const objects = (DataResources ?? []).some(
    ({ Type, Values }) => Type === S3_OBJECT && (Values ?? []).some((value) => ALL_OBJECTS.test(value)),
  );
  return {
    management_read: management && read,
    management_write: management && write,
    object_read: objects && read,
    object_write: objects && write,
  };
}

function byAdvanced(fields: readonly Field[]): Logged {
  const values = (name: string) => fields.find(({ Field }) => Field === name)?.Equals ?? [];
  const readOnly = fields.find(({ Field }) => Field === "readOnly");
  const read = readOnly === undefined || values("readOnly").includes("true");
  const write = readOnly === undefined || values("readOnly").includes("false");
  const whole = (...known: string[]) =>
    fields.every((one) => [...known, "eventCategory", "readOnly"].includes(one.Field) || isEverything(one));
  const management = values("eventCategory").includes("Management") && whole();
  const objects =
    values("eventCategory").includes("Data") &&
    values("resources.type").includes(S3_OBJECT) &&
    whole("resources.type");
  return {
    management_read: management && read,
    management_write: management && write,
    object_read: objects && read,
    object_write: objects && write,
  };
}

/** A condition that holds for the objects of every bucket. */
function isEverything({ Field, StartsWith, Equals, EndsWith, NotEquals, NotStartsWith, NotEndsWith }: Field) {
  const others = [Equals, EndsWith, NotEquals, NotStartsWith, NotEndsWith];
  return (
    Field === "resources.ARN" &&
    others.every((values) => (values ?? []).length === 0) &&
    (StartsWith ?? []).some((value) => ALL_OBJECTS.test(value))
  );
}
