SELECT ps.account_id, ps.arn AS subject_arn,
       CASE WHEN ps.administrator IS NULL AND ps.session_seconds <= 3600 * :max_hours THEN TRUE
            ELSE ps.administrator
       END AS applies,
       ps.session_seconds > 3600 * :max_hours AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since,
       ps.bounded AS label_bounded,
       ps.administrator AND ps.bounded IS NULL AS label_boundary_unknown
FROM permission_sets ps
