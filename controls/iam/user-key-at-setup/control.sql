SELECT u.account_id, u.arn AS subject_arn,
       u.has_active_key AND (u.password_enabled OR :scope = 'all') AS applies,
       -- NULL < 0 is not known: while a slot is not known, no other key makes the user pass.
       u.setup_gap_seconds <= :window_seconds OR u.active_keys < 0 AS fails,
       u.access_key_1_active AND (u.password_enabled OR :scope = 'all') AS access_key_1_applies,
       abs(u.access_key_1_created_at - u.created_at) <= :window_seconds AS access_key_1_fails,
       u.access_key_1_created_at AS access_key_1_aged_from,
       u.access_key_1_created_at AS access_key_1_since,
       u.access_key_2_active AND (u.password_enabled OR :scope = 'all') AS access_key_2_applies,
       abs(u.access_key_2_created_at - u.created_at) <= :window_seconds AS access_key_2_fails,
       u.access_key_2_created_at AS access_key_2_aged_from,
       u.access_key_2_created_at AS access_key_2_since
FROM iam_users u
