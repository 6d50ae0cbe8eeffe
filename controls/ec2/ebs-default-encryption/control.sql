SELECT ebs.account_id, ebs.arn AS subject_arn,
       TRUE AS applies,
       NOT ebs.default_encryption AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM ebs_settings ebs
