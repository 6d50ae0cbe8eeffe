SELECT u.account_id, u.arn AS subject_arn,
       TRUE AS applies,
       u.quarantined AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM iam_users u
