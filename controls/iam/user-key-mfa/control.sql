SELECT p.account_id, p.arn AS subject_arn,
       p.has_key AS applies,
       -- Without the service control policies a tier is the most that can be: enough to pass, not to fail.
       CASE WHEN NOT (p.tier_key IN ('admin', 'admin-equivalent', 'escalation')
                      OR (:reach IN ('conditional-escalation', 'write') AND p.tier_key = 'conditional-escalation')
                      OR (:reach = 'write' AND p.tier_key = 'write')) THEN FALSE
            WHEN p.tier_key IS NOT NULL AND p.scps_known THEN TRUE
       END AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM privilege p
