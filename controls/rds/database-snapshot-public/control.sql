SELECT dbs.account_id, dbs.arn AS subject_arn,
       TRUE AS applies,
       dbs.is_public AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM rds_snapshots dbs
