SELECT ps.account_id, ps.arn AS subject_arn,
       TRUE AS applies,
       ps.administrator AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since,
       ps.bounded AS label_bounded,
       ps.administrator AND ps.bounded IS NULL AS label_boundary_unknown
FROM permission_sets ps
