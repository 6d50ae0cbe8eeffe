SELECT ps.account_id, ps.arn AS subject_arn,
       TRUE AS applies,
       ps.administrator AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since,
       coalesce(ps.bounded, FALSE) AS label_bounded
FROM permission_sets ps
