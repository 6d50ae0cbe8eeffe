SELECT p.account_id, p.arn AS subject_arn,
       -- 5 is admin-equivalent, 6 is admin.
       p.password_enabled AND p.rank_mfa >= 5 AS applies,
       CASE WHEN NOT p.device_registered THEN TRUE
            WHEN p.mfa_kind IN ('virtual', 'sms') THEN TRUE
            WHEN p.device_registered AND p.mfa_kind IN ('hardware', 'fido') THEN FALSE
       END AS fails,
       p.created_at AS aged_from,
       p.created_at AS since,
       -- Without the service control policies a rank is the most that can be.
       NOT p.scps_known AS assumed
FROM privilege p
