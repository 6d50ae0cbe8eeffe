SELECT p.account_id, p.arn AS subject_arn,
       -- 3 is conditional-escalation, 4 is escalation, above are administrators.
       (p.password_enabled OR p.has_key) AND p.rank_mfa < 5 AS applies,
       p.rank_mfa = 4 OR (:conditional AND p.rank_mfa = 3) AS fails,
       p.created_at AS aged_from,
       p.created_at AS since,
       -- Without the service control policies a rank is the most that can be.
       NOT p.scps_known AS assumed,
       p.rank_no_mfa = 4 AS label_without_mfa
FROM privilege p
