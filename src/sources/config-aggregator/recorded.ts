import { recorder, scopeOf } from "../config-recorder/recorders.js";
import type { Item } from "./items.js";
import { asSmall, listOf, membersOf } from "./names.js";

export const RECORDER_TYPE = "AWS::Config::ConfigurationRecorder";
/** Recorders that AWS services make for themselves record a few types of their own, and not for the account. */
const OF_SERVICES = /^AWSConfigurationRecorderFor/;

/** Does AWS Config record a type, where the recorder is? */
export type Recorded = (resourceType: string) => boolean | "off" | undefined;

/** What a recorder records, as an aggregator holds it; undefined: it is none of the account's own, or cannot be read. */
export function recordedBy({ configuration }: Pick<Item, "configuration">): Recorded | undefined {
  const found = membersOf(asSmall(configuration));
  return typeof found.name === "string" && !OF_SERVICES.test(found.name)
    ? typesOf(found, found.recording)
    : undefined;
}

/** The same of what was read of the account itself: the document of its recorder. */
export function recordedIn(document: unknown): Recorded | undefined {
  const { ConfigurationRecorders, ConfigurationRecordersStatus } = membersOf(document);
  const own = (all: unknown) =>
    listOf(all)
      .map(membersOf)
      .find(({ servicePrincipal }) => (servicePrincipal ?? null) === null);
  if (!Array.isArray(ConfigurationRecorders)) return undefined;
  const found = own(ConfigurationRecorders);
  return found === undefined ? () => "off" : typesOf(found, own(ConfigurationRecordersStatus)?.recording);
}

function typesOf(found: object, recording: unknown): Recorded | undefined {
  const { data } = recorder.safeParse(found);
  if (data === undefined) return undefined;
  const { strategy, excluded, included } = scopeOf(data);
  return (type) => {
    if (recording === false) return "off";
    if (recording !== true) return undefined;
    if (strategy === "EXCLUSION_BY_RESOURCE_TYPES") return !excluded.includes(type);
    if (strategy === "INCLUSION_BY_RESOURCE_TYPES") return included.includes(type);
    return strategy === "ALL_SUPPORTED_RESOURCE_TYPES" ? true : undefined;
  };
}
