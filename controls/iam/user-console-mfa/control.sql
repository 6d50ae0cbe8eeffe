SELECT u.account_id, u.arn AS subject_arn,
       u.password_enabled AS applies,
       CASE WHEN u.mfa_active THEN FALSE
            WHEN NOT u.mfa_active AND NOT u.scps_may_apply THEN TRUE
       END AS fails,
       coalesce(u.password_last_changed_at, u.created_at) AS aged_from,
       coalesce(u.password_last_changed_at, u.created_at) AS since
FROM iam_users u
