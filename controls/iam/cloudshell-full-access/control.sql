SELECT ia.account_id, ia.arn AS subject_arn,
       TRUE AS applies,
       ia.cloudshell_identities > 0 AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM iam_accounts ia
