SELECT db.account_id, db.arn AS subject_arn,
       TRUE AS applies,
       db.publicly_accessible AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM rds_instances db
