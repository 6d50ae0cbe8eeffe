SELECT ct.account_id, ct.arn AS subject_arn,
       TRUE AS applies,
       NOT ct.logs_management AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM cloudtrail_accounts ct
