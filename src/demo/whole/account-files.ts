import { plainGuards } from "../account-guards.js";
import type { CohortAccount } from "../cohort.js";
import { accountBlock, buckets } from "./buckets.js";
import { encryptionByDefault, instancesOf, publicSnapshots, volumes } from "./compute.js";
import { databaseSnapshots, databases } from "./databases.js";
import {
  drawNetworks,
  flowLogs,
  networkAcls,
  networkInterfaces,
  securityGroups,
  vpcsDocument,
} from "./networks.js";
import { Draws } from "./place.js";
import type { AccountPlan, RegionPlan } from "./plan.js";
import { regionsDocument } from "./regions.js";
import { detailsWithRoles } from "./roles.js";
import { analyzers, configRecorder, passwordPolicy } from "./settings.js";
import { trailsDocument, trailsOf } from "./trails.js";
import { giveGroups } from "./uses.js";

/** The documents of an account, by their paths below its folder, in place of those of the plain demonstration or beside them. */
export function* accountDocuments(account: CohortAccount, plan: AccountPlan): Generator<[string, object]> {
  const draws = new Draws(account, "settings");
  yield ["authorization-details.json", detailsWithRoles(account, plainGuards(account), plan)];
  yield ["password-policy.json", passwordPolicy(draws, plan.passwordPolicy)];
  yield ["regions.json", regionsDocument([...plan.regions.keys()])];
  yield ["s3-account-public-access-block.json", accountBlock(draws, plan.block)];
  yield ["s3-buckets.json", { Buckets: buckets(new Draws(account, "buckets"), plan) }];
  const trails = trailsOf(new Draws(account, "trails"), plan.trails);
  for (const [index, [region, own]] of [...plan.regions].entries()) {
    const here = new Draws(account, region);
    for (const [name, document] of regionDocuments(here, { region, plan: own })) {
      yield [`${region}/${name}`, document];
    }
    yield [`${region}/config-recorder.json`, configRecorder(here, index === 0)];
    yield [`${region}/access-analyzers.json`, analyzers(here, region)];
    yield [`${region}/cloudtrail-trails.json`, trailsDocument(trails, region)];
  }
}

/** The documents of a Region, also of what it has none of: a Region that is not listed is not known to be empty. */
function* regionDocuments(
  draws: Draws,
  where: { readonly region: string; readonly plan: RegionPlan },
): Generator<[string, object]> {
  const { plan } = where;
  const networks = drawNetworks(draws, plan);
  const uses = giveGroups(draws.prng, plan, networks);
  yield ["security-groups.json", securityGroups(draws, networks)];
  yield ["network-interfaces.json", networkInterfaces(draws, [...uses.instances, ...uses.databases])];
  yield ["network-acls.json", networkAcls(draws, plan, networks.vpcs)];
  yield ["vpcs.json", vpcsDocument(draws, networks.vpcs)];
  yield ["flow-logs.json", flowLogs(draws, plan.flowLogs, networks.vpcs)];
  const { made, document } = instancesOf(draws, where, uses.instances);
  yield ["instances.json", document];
  yield ["volumes.json", volumes(draws, where, made)];
  yield ["ebs-encryption-by-default.json", encryptionByDefault(draws)];
  yield ["ebs-public-snapshots.json", publicSnapshots(draws, plan.publicSnapshots)];
  const { instances, clusters } = databases(draws, where, uses.databases);
  yield ["db-instances.json", instances];
  yield ["db-clusters.json", clusters];
  yield ["db-snapshots.json", databaseSnapshots(draws, where)];
}
