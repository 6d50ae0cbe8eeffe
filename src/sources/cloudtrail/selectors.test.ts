import { expect, test } from "vitest";
import { eventSelectors, loggedBy } from "./selectors.js";

/** The events that are logged whole, in one word each. */
function logged(value: object): string[] | undefined {
  const found = loggedBy(eventSelectors.parse(value));
  return found && Object.entries(found).flatMap(([name, is]) => (is ? [name] : []));
}
const classic = (...EventSelectors: readonly object[]) => logged({ EventSelectors });
const advanced = (...selectors: readonly Record<string, object>[]) =>
  logged({
    AdvancedEventSelectors: selectors.map((fields) => ({
      Name: "any",
      FieldSelectors: Object.entries(fields).map(([Field, operators]) => ({ Field, ...operators })),
    })),
  });
const MANAGEMENT = ["management_read", "management_write"];
const OBJECTS = ["object_read", "object_write"];
const all = (...Values: readonly string[]) => ({
  IncludeManagementEvents: false,
  DataResources: [{ Type: "AWS::S3::Object", Values }],
});

test("selectors of the older kind", () => {
  expect(classic({ ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] })).toEqual(
    MANAGEMENT,
  );
  expect(classic({})).toEqual(MANAGEMENT);
  expect(classic({ ReadWriteType: "WriteOnly" })).toEqual(["management_write"]);
  expect(classic({ ReadWriteType: "WriteOnly" }, { ReadWriteType: "ReadOnly" })).toEqual(MANAGEMENT);
  expect(classic({ ExcludeManagementEventSources: ["kms.amazonaws.com"] })).toEqual([]);
  expect(classic(all("arn:aws:s3"))).toEqual(OBJECTS);
  expect(classic(all("arn:aws:s3:::"))).toEqual(OBJECTS);
  expect(classic(all("arn:aws-us-gov:s3"))).toEqual(OBJECTS);
  expect(classic({ ...all("arn:aws:s3"), ReadWriteType: "ReadOnly" })).toEqual(["object_read"]);
  expect(classic(all("arn:aws:s3:::one/", "arn:aws:s3:::two/"))).toEqual([]);
  expect(
    classic({ ...all(), DataResources: [{ Type: "AWS::Lambda::Function", Values: ["arn:aws:lambda"] }] }),
  ).toEqual([]);
});

const is = (...Equals: readonly string[]) => ({ Equals });
const DATA = { eventCategory: is("Data"), "resources.type": is("AWS::S3::Object") };

test("advanced selectors", () => {
  expect(advanced({ eventCategory: is("Management") })).toEqual(MANAGEMENT);
  expect(advanced({ eventCategory: is("Management"), readOnly: is("false") })).toEqual(["management_write"]);
  expect(advanced({ eventCategory: is("Management"), readOnly: is("true", "false") })).toEqual(MANAGEMENT);
  expect(
    advanced({ eventCategory: is("Management"), eventSource: { NotEquals: ["kms.amazonaws.com"] } }),
  ).toEqual([]);
  expect(advanced(DATA)).toEqual(OBJECTS);
  expect(advanced({ ...DATA, readOnly: is("true") })).toEqual(["object_read"]);
  expect(advanced({ ...DATA, readOnly: is("true") }, { ...DATA, readOnly: is("false") })).toEqual(OBJECTS);
  expect(advanced({ ...DATA, "resources.ARN": { StartsWith: ["arn:aws:s3:::"] } })).toEqual(OBJECTS);
  expect(advanced({ ...DATA, "resources.ARN": { StartsWith: ["arn:aws:s3:::one/"] } })).toEqual([]);
  expect(
    advanced({
      ...DATA,
      "resources.ARN": { StartsWith: ["arn:aws:s3:::"], NotStartsWith: ["arn:aws:s3:::one/"] },
    }),
  ).toEqual([]);
  expect(advanced({ ...DATA, eventName: is("PutObject") })).toEqual([]);
  expect(advanced({ ...DATA, "userIdentity.arn": { NotEndsWith: ["x"] } })).toEqual([]);
  expect(advanced({ eventCategory: is("Data"), "resources.type": is("AWS::DynamoDB::Table") })).toEqual([]);
});

test("no selectors at all say nothing", () => {
  expect(logged({})).toBeUndefined();
  expect(logged({ EventSelectors: [], AdvancedEventSelectors: null })).toBeUndefined();
});

test("a word that is none of AWS's says nothing of what is logged", () => {
  const selector = { ReadWriteType: "Both", IncludeManagementEvents: true };
  expect(eventSelectors.safeParse({ EventSelectors: [selector] }).success).toBe(false);
});
