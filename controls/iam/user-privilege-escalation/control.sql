SELECT p.account_id, p.arn AS subject_arn,
       (p.password_enabled OR p.has_key) AND p.tier_mfa NOT IN ('admin', 'admin-equivalent') AS applies,
       p.tier_mfa = 'escalation' OR (:conditional AND p.tier_mfa = 'conditional-escalation') AS fails,
       p.created_at AS aged_from,
       p.created_at AS since,
       p.tier_no_mfa = 'escalation' AS label_without_mfa
FROM privilege p
