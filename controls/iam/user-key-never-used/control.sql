SELECT c.account_id, c.subject_arn, c.id AS credential_id,
       c.active AS applies,
       CASE WHEN c.last_used_at IS NOT NULL THEN FALSE
            -- Without an activity the report does not tell of uses at all.
            WHEN c.activity_at IS NOT NULL THEN c.created_at < :as_of - 86400 * :grace_days
       END AS fails,
       c.created_at AS aged_from,
       c.created_at + 86400 * :grace_days + 1 AS since
FROM credentials c
