SELECT u.account_id, u.arn AS subject_arn,
       TRUE AS applies,
       NOT u.mfa_active AS fails,
       u.created_at AS aged_from,
       u.created_at AS since,
       NOT u.mfa_active AND NOT u.password_enabled AS label_without_password
FROM iam_users u
