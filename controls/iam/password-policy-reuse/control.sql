SELECT w.account_id, w.arn AS subject_arn,
       TRUE AS applies,
       CASE WHEN NOT w.custom THEN TRUE WHEN w.custom THEN coalesce(w.reuse_prevention, 0) < :remembered END AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM password_policies w
