SELECT u.account_id, u.arn AS subject_arn,
       coalesce(u.last_activity_at > :as_of - 86400 * :max_idle_days, FALSE) OR u.enabled_credentials > 0 AS applies,
       u.last_activity_at <= :as_of - 86400 * :max_idle_days AS fails,
       u.last_activity_at AS aged_from,
       u.last_activity_at + 86400 * :max_idle_days AS since
FROM iam_users u
