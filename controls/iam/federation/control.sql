SELECT ia.account_id, ia.arn AS subject_arn,
       TRUE AS applies,
       CASE WHEN ia.console_users = 0 OR ia.people_roles > 0 THEN FALSE WHEN ia.console_users > 0 AND ia.people_roles = 0 THEN TRUE END AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM iam_accounts ia
