SELECT b.account_id, b.arn AS subject_arn,
       TRUE AS applies,
       b.open_by_acl AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM s3_buckets b
