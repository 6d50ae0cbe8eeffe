import { z } from "zod";
import { present } from "../../aws/present.js";
import { ec2Instances } from "../../entities/ec2-instance.js";
import { list } from "../calls.js";
import { type AtAccount, accountDocument, many, type Part } from "../document.js";
import { EC2_LIST, ec2, ec2Page, ec2Sdk } from "../ec2.js";
import { enabledRegions } from "../enabled-regions.js";
import { regionalArn } from "../regional-arn.js";
import { defineSource, grants } from "../source.js";
import { maybe, text, when, whole } from "../values.js";

const instance = z.object({
  InstanceId: text,
  InstanceType: maybe(text),
  State: z.object({ Name: text }),
  LaunchTime: maybe(when),
  MetadataOptions: maybe(
    z.object({ HttpTokens: maybe(text), HttpEndpoint: maybe(text), HttpPutResponseHopLimit: maybe(whole) }),
  ),
  IamInstanceProfile: maybe(z.object({ Arn: maybe(text) })),
  PublicIpAddress: maybe(text),
  NetworkInterfaces: maybe(z.array(z.object({ Association: maybe(z.object({ PublicIp: maybe(text) })) }))),
  Tags: maybe(z.array(z.object({ Key: text, Value: text }))),
});
type Instance = z.output<typeof instance>;

/** Whether the metadata service is on; of any other word it is not known. */
const ENDPOINTS: ReadonlyMap<string, boolean> = new Map([
  ["enabled", true],
  ["disabled", false],
]);
/** They answer to nothing any more, and AWS forgets them within the hour. */
const ENDED = ["terminated", "shutting-down"];

const instances = many("Instances", instance, addInstance);

/** Instances lie in the reservation that they were started by; each is checked by itself. */
const reservations: Part<AtAccount> = {
  member: "Reservations",
  read(value, at) {
    const all: unknown = Reflect.get(value, "Reservations");
    if (!Array.isArray(all)) return ["Reservations: must be a list"];
    return all.flatMap((one: unknown, index) => {
      const place = `Reservations[${index}]`;
      if (typeof one !== "object" || one === null || !Object.hasOwn(one, "Instances"))
        return [`${place}.Instances: must be a list`];
      return instances.read(one, at).map((lost) => `${place}.${lost}`);
    });
  },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
export const ec2InstancesSource = defineSource({
  kinds: ["ec2_instances"],
  scope: "region",
  asked: "full",
  regions: enabledRegions,
  files: ["instances.json"],
  command: "aws ec2 describe-instances",
  permissions: grants("ReadInstances", {
    "ec2:DescribeInstances": "roles, public addresses and the metadata service of instances",
  }),
  tables: [ec2Instances],
  documents: [accountDocument([reservations])],
  live: list({
    action: "ec2:DescribeInstances",
    ...EC2_LIST,
    noun: "instances",
    send: async (clients, page) =>
      (await ec2(clients)).send(new (await ec2Sdk()).DescribeInstancesCommand(ec2Page(page))),
    lists: { Reservations: (page) => present(page.Reservations, "Reservations") },
  }),
});

function addInstance(found: Instance, at: AtAccount): void {
  if (ENDED.includes(found.State.Name)) return;
  const { MetadataOptions: metadata, IamInstanceProfile: profile } = found;
  const addresses = publicAddresses(found);
  const endpoint = metadata?.HttpEndpoint ?? null;
  at.rows.add(ec2Instances, {
    account_id: at.account,
    region: at.region ?? null,
    arn: regionalArn("ec2", at, `instance/${found.InstanceId}`),
    instance_id: found.InstanceId,
    instance_name: found.Tags?.find(({ Key }) => Key === "Name")?.Value ?? null,
    state: found.State.Name,
    instance_type: found.InstanceType,
    launched_at: found.LaunchTime,
    metadata_enabled: endpoint === null ? null : (ENDPOINTS.get(endpoint) ?? null),
    metadata_tokens: metadata?.HttpTokens ?? null,
    metadata_hops: metadata?.HttpPutResponseHopLimit ?? null,
    has_role: profile !== null,
    profile_arn: profile?.Arn ?? null,
    has_public_address: addresses.length > 0,
    public_addresses: addresses,
  });
}

/** Of every interface, the first one included. */
function publicAddresses({ PublicIpAddress: first, NetworkInterfaces }: Instance): string[] {
  const others = (NetworkInterfaces ?? []).map(({ Association }) => Association?.PublicIp);
  // Some tools write an empty text where there is none.
  return [...new Set([first, ...others].flatMap((one) => one || []))].sort();
}
