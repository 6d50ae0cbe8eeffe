SELECT p.account_id, p.arn AS subject_arn,
       p.has_key AS applies,
       -- Ranks: 2 is write, 3 conditional-escalation, 4 escalation. Without the service control policies a rank is the
       -- most that can be: enough to pass, not to fail.
       p.rank_key >= CASE :reach WHEN 'write' THEN 2 WHEN 'conditional-escalation' THEN 3 ELSE 4 END
         AND nullif(p.scps_known, FALSE) AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM privilege p
