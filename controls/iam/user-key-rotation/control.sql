SELECT u.account_id, u.arn AS subject_arn,
       coalesce(u.oldest_active_key_at < :as_of - 86400 * :max_age_days, FALSE) OR u.active_keys > 0 AS applies,
       u.oldest_active_key_at < :as_of - 86400 * :max_age_days AS fails,
       u.oldest_active_key_at AS aged_from,
       u.access_key_1_active AS access_key_1_applies,
       u.access_key_1_created_at < :as_of - 86400 * :max_age_days AS access_key_1_fails,
       u.access_key_1_created_at AS access_key_1_aged_from,
       u.access_key_1_created_at + 86400 * :max_age_days + 1 AS access_key_1_since,
       u.access_key_2_active AS access_key_2_applies,
       u.access_key_2_created_at < :as_of - 86400 * :max_age_days AS access_key_2_fails,
       u.access_key_2_created_at AS access_key_2_aged_from,
       u.access_key_2_created_at + 86400 * :max_age_days + 1 AS access_key_2_since
FROM iam_users u
