SELECT c.account_id, c.subject_arn, c.id AS credential_id,
       c.active AS applies,
       c.created_at < :as_of - 86400 * :max_age_days AS fails,
       c.created_at AS aged_from,
       c.created_at + 86400 * :max_age_days + 1 AS since
FROM credentials c
