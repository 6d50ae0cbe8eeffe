SELECT u.account_id, u.arn AS subject_arn,
       u.password_enabled AS applies,
       NOT u.mfa_active AS fails,
       coalesce(u.password_last_changed_at, u.created_at) AS aged_from,
       coalesce(u.password_last_changed_at, u.created_at) AS since
FROM iam_users u
