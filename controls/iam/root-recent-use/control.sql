SELECT r.account_id, r.arn AS subject_arn,
       r.partition <> 'aws-cn' AND (coalesce(r.last_used_at >= :as_of - 86400 * :window_days, FALSE) OR r.has_credentials) AS applies,
       CASE WHEN r.last_used_at >= :as_of - 86400 * :window_days THEN TRUE
            WHEN r.use_known THEN FALSE
       END AS fails,
       r.last_used_at AS aged_from,
       r.last_used_at AS since
FROM root_users r
