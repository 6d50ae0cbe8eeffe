SELECT dbcs.account_id, dbcs.arn AS subject_arn,
       TRUE AS applies,
       dbcs.is_public AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM rds_cluster_snapshots dbcs
