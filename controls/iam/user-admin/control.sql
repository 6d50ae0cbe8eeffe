SELECT p.account_id, p.arn AS subject_arn,
       p.password_enabled OR p.has_key AS applies,
       -- 5 is admin-equivalent, 6 is admin.
       p.rank_mfa >= 5 AS fails,
       p.created_at AS aged_from,
       p.created_at AS since,
       -- Without the service control policies a rank is the most that can be.
       NOT p.scps_known AS assumed,
       p.rank_no_mfa >= 5 AS label_without_mfa
FROM privilege p
