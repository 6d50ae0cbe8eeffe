SELECT u.account_id, u.arn AS subject_arn,
       u.has_enabled_credential AS applies,
       -- NULL < 0 is not known: while a credential is not known, no other one makes the user pass.
       u.least_recent_activity_at <= :as_of - 86400 * :max_idle_days OR u.enabled_credentials < 0 AS fails,
       u.least_recent_activity_at AS aged_from,
       u.password_enabled AS password_applies,
       u.password_activity_at <= :as_of - 86400 * :max_idle_days AS password_fails,
       u.password_activity_at AS password_aged_from,
       u.password_activity_at + 86400 * :max_idle_days AS password_since,
       u.access_key_1_active AS access_key_1_applies,
       u.access_key_1_activity_at <= :as_of - 86400 * :max_idle_days AS access_key_1_fails,
       u.access_key_1_activity_at AS access_key_1_aged_from,
       u.access_key_1_activity_at + 86400 * :max_idle_days AS access_key_1_since,
       u.access_key_2_active AS access_key_2_applies,
       u.access_key_2_activity_at <= :as_of - 86400 * :max_idle_days AS access_key_2_fails,
       u.access_key_2_activity_at AS access_key_2_aged_from,
       u.access_key_2_activity_at + 86400 * :max_idle_days AS access_key_2_since
FROM iam_users u
