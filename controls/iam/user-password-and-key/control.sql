SELECT u.account_id, u.arn AS subject_arn,
       u.password_enabled OR u.has_active_key AS applies,
       u.password_enabled AND u.has_active_key AS fails,
       u.oldest_active_key_at AS aged_from,
       u.oldest_active_key_at AS since
FROM iam_users u
