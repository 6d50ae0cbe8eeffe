SELECT t.account_id, t.arn AS subject_arn,
       CASE WHEN t.owned THEN TRUE WHEN t.owner_tells THEN FALSE END AS applies,
       CASE WHEN NOT t.to_log_group THEN TRUE
            WHEN t.logging IS NULL THEN NULL
            ELSE coalesce(t.latest_log_group_delivery_at, 0) < :as_of - 86400 * :max_delivery_age_days
       END AS fails,
       t.latest_log_group_delivery_at AS aged_from,
       t.latest_log_group_delivery_at + 86400 * :max_delivery_age_days + 1 AS since
FROM cloudtrail_trails t
