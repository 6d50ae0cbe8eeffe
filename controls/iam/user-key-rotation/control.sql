SELECT u.account_id, u.arn AS subject_arn,
       u.has_active_key AS applies,
       -- NULL < 0 is not known: while a slot is not known, no other key makes the user pass.
       u.oldest_active_key_at < :as_of - 86400 * :max_age_days OR u.active_keys < 0 AS fails,
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
