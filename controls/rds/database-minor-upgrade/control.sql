SELECT db.account_id, db.arn AS subject_arn,
       TRUE AS applies,
       NOT db.minor_upgrades AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM rds_instances db
