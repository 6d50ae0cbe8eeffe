SELECT u.account_id, u.arn AS subject_arn,
       u.password_enabled AS applies,
       coalesce(u.password_last_changed_at, u.created_at) < :as_of - 86400 * :max_age_days AS fails,
       coalesce(u.password_last_changed_at, u.created_at) AS aged_from,
       coalesce(u.password_last_changed_at, u.created_at) + 86400 * :max_age_days + 1 AS since
FROM iam_users u
