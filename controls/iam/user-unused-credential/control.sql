SELECT c.account_id, c.subject_arn, c.id AS credential_id,
       c.active AS applies,
       c.activity_at <= :as_of - 86400 * :max_idle_days AS fails,
       c.activity_at AS aged_from,
       c.activity_at + 86400 * :max_idle_days AS since
FROM credentials c
