SELECT sa.account_id, sa.arn AS subject_arn,
       TRUE AS applies,
       NOT sa.blocks_public_access AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM s3_accounts sa
