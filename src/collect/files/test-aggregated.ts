import { expect } from "vitest";
import { type Item, readItems } from "../../sources/config-aggregator/items.js";
import { AGGREGATED } from "../../sources/config-aggregator/types.js";
import { type Files, readFiles } from "./test-support.js";

export const ACCOUNT = "111122223333";
export const REGION = "eu-central-1";

/** What an aggregator tells of a resource, as SelectAggregateResourceConfig has it. */
export const told = (resourceId: string, configuration: unknown, supplementaryConfiguration: object = {}) =>
  JSON.stringify({
    accountId: ACCOUNT,
    awsRegion: REGION,
    resourceId,
    configuration,
    supplementaryConfiguration,
    configurationItemCaptureTime: "2026-11-01T00:00:00.000Z",
  });

/** The document that resources of a type are written as, where its source reads it. */
export function written(resourceType: string, ...results: readonly string[]): Files {
  const type = AGGREGATED.find((one) => one.resourceType === resourceType);
  if (type === undefined) throw new Error(`no type ${resourceType}`);
  const { items } = readItems(results);
  const document = type.document(items.map((item: Item) => type.element(item)));
  const folder = type.source.scope === "region" ? `${ACCOUNT}/${REGION}` : ACCOUNT;
  return { [`${folder}/${type.source.files[0]}`]: JSON.stringify(document) };
}

/** Rows and problems of a document that an aggregator tells, and of the one that the service itself does. */
export async function bothWays(table: string, type: string, results: readonly string[], direct: object) {
  const aggregated = written(type, ...results);
  const [file = ""] = Object.keys(aggregated);
  const [one, other] = [await readFiles(aggregated), await readFiles({ [file]: JSON.stringify(direct) })];
  expect([one.problems, other.problems]).toEqual([[], []]);
  expect(other.tables[table]?.length).toBeGreaterThan(0);
  return [one.tables[table], other.tables[table]];
}
