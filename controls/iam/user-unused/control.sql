SELECT u.account_id, u.arn AS subject_arn,
       u.has_enabled_credential AS applies,
       -- NULL > 0 is not known: while a credential is not known, it may be in use.
       u.last_activity_at <= :as_of - 86400 * :max_idle_days AND u.enabled_credentials > 0 AS fails,
       u.last_activity_at AS aged_from,
       u.last_activity_at + 86400 * :max_idle_days AS since
FROM iam_users u
