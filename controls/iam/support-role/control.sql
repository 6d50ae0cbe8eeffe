SELECT ia.account_id, ia.arn AS subject_arn,
       TRUE AS applies,
       CASE WHEN :accept = 'any' THEN ia.support_identities = 0 ELSE ia.support_roles = 0 END AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM iam_accounts ia
