SELECT u.account_id, u.arn AS subject_arn,
       TRUE AS applies,
       u.group_count = 0 AS fails,
       u.created_at AS aged_from,
       u.created_at AS since
FROM iam_users u
