SELECT rm.account_id, rm.arn AS subject_arn,
       TRUE AS applies,
       CASE WHEN NOT rm.credentials_managed THEN TRUE
            WHEN :require_sessions AND NOT rm.sessions_allowed THEN TRUE
            WHEN rm.credentials_managed AND (rm.sessions_allowed OR NOT :require_sessions) THEN FALSE
       END AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM root_management rm
