SELECT ebs.account_id, ebs.arn AS subject_arn,
       TRUE AS applies,
       ebs.public_snapshots > 0 AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM ebs_settings ebs
