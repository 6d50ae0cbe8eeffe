SELECT u.account_id, u.arn AS subject_arn,
       u.has_active_key AS applies,
       u.active_keys > 1
         AND NOT (:tolerate_rotation AND u.newest_active_key_at >= :as_of - 86400 * :rotation_window_days) AS fails,
       u.newest_active_key_at AS aged_from,
       u.newest_active_key_at AS since,
       u.active_keys > 1
         AND u.newest_active_key_at >= :as_of - 86400 * :rotation_window_days AS label_possible_rotation
FROM iam_users u
