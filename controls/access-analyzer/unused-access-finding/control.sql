SELECT ua.account_id, ua.arn AS subject_arn,
       ua.status <> 'ARCHIVED' AS applies,
       CASE WHEN ua.status = 'ACTIVE' THEN TRUE
            WHEN ua.status = 'RESOLVED' THEN FALSE
       END AS fails,
       ua.last_accessed_at AS aged_from,
       ua.created_at AS since
FROM unused_access_findings ua
