SELECT db.account_id, db.arn AS subject_arn,
       db.cluster_name IS NULL AS applies,
       NOT db.multi_az AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM rds_instances db
