SELECT m.account_id, m.arn AS subject_arn,
       m.password_enabled OR m.has_key AS applies,
       m.claimable AS fails,
       coalesce(m.password_last_changed_at, m.created_at) AS aged_from,
       coalesce(m.password_last_changed_at, m.created_at) AS since
FROM effective_mfa m
