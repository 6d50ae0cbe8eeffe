SELECT p.account_id, p.arn AS subject_arn,
       p.password_enabled OR p.has_key AS applies,
       p.tier_mfa IN ('admin', 'admin-equivalent') AS fails,
       p.created_at AS aged_from,
       p.created_at AS since,
       p.tier_no_mfa IN ('admin', 'admin-equivalent') AS label_without_mfa
FROM privilege p
