import { cloudtrailTrails } from "../../entities/cloudtrail-trail.js";
import { joinedRows } from "../joined-rows.js";
import { S3_BUCKETS_SQL } from "../s3-buckets/index.js";

/** What the account that owns a trail of an organization tells of it. */
const OF_OWNER = ["management_read", "management_write", "object_read", "object_write", "logging"] as const;

/** Buckets by partition and name, which one account has at a time: of two that claim one nothing is known. */
const BUCKETS =
  "SELECT split_part(arn, ':', 2) AS partition, bucket_name, min(account_id) AS account_id," +
  " bool_or(open_by_policy OR open_by_acl) AS is_public, bool_or(logged) AS logged" +
  ` FROM (${S3_BUCKETS_SQL}) s GROUP BY 1, 2 HAVING count(*) = 1`;

/** SELECT of all trails, with what their owners and the accounts of their buckets tell. */
export const TRAILS_SQL = joinedRows(cloudtrailTrails, {
  alias: "t",
  from:
    "cloudtrail_trails t LEFT JOIN cloudtrail_trails o ON o.arn = t.arn AND o.account_id = t.owner_account_id" +
    ` AND o.account_id <> t.account_id LEFT JOIN (${BUCKETS}) k` +
    " ON k.bucket_name = t.bucket_name AND k.partition = split_part(t.arn, ':', 2)",
  columns: {
    ...Object.fromEntries(OF_OWNER.map((name) => [name, `coalesce(t.${name}, o.${name})`])),
    owner_tells: "t.owner_account_id = t.account_id OR o.account_id IS NOT NULL",
    bucket_account_id: "k.account_id",
    bucket_public: "k.is_public",
    bucket_logged: "k.logged",
  },
});

/** What trails in all Regions log, each with its columns: whether, and by which. */
const LOGGED = {
  management: ["logs_management", "management_trail"],
  object_writes: ["logs_object_writes", "object_writes_trail"],
  object_reads: ["logs_object_reads", "object_reads_trail"],
} as const;

/** One trail that does it is enough; where there is none, one of which it is not known leaves it open. */
const summed = Object.entries(LOGGED).map(
  ([name, [flag, trail]]) =>
    `CASE WHEN bool_or(t.${name}) THEN TRUE WHEN count(t.arn) = count(t.${name}) THEN FALSE END AS ${flag},` +
    ` min(CASE WHEN t.${name} THEN t.arn END) AS ${trail}`,
);

/** A trail of another account logs nothing of this one unless it is their organization's. */
const COVERS = "(owned OR organization)";
const ON = `${COVERS} AND multi_region AND logging`;
/** Trails with whether they log in all Regions what is asked for. */
const JUDGED =
  `SELECT account_id, arn, multi_region, ${ON} AND management_read AND management_write AS management,` +
  ` ${ON} AND object_write AS object_writes, ${ON} AND object_read AS object_reads` +
  ` FROM (${TRAILS_SQL}) j WHERE coalesce(${COVERS}, TRUE)`;

/** SELECT of the accounts whose trails are known: every Region shows all trails that log in all Regions. */
export const ACCOUNTS_SQL =
  "SELECT c.account_id, 'arn:' || coalesce(min(a.partition), 'aws') || ':iam::' || c.account_id || ':root' AS arn," +
  " CAST(count(t.arn) AS INTEGER) AS trails, CAST(count(CASE WHEN t.multi_region THEN 1 END) AS INTEGER) AS multi_region_trails," +
  ` ${summed.join(", ")},` +
  " min(CASE WHEN t.management IS NULL OR t.object_writes IS NULL OR t.object_reads IS NULL THEN t.arn END) AS unread_trail" +
  " FROM (SELECT DISTINCT account_id FROM coverage WHERE kind = 'cloudtrail_trails' AND status = 'ok') c" +
  " LEFT JOIN accounts a ON a.account_id = c.account_id" +
  ` LEFT JOIN (${JUDGED}) t ON t.account_id = c.account_id GROUP BY c.account_id`;
