SELECT ro.account_id, ro.arn AS subject_arn,
       NOT ro.service_linked AND NOT ro.reserved AS applies,
       CASE WHEN ro.use_known THEN coalesce(ro.last_used_at, ro.created_at) < :as_of - 86400 * :max_idle_days END AS fails,
       coalesce(ro.last_used_at, ro.created_at) AS aged_from,
       coalesce(ro.last_used_at, ro.created_at) + 86400 * :max_idle_days + 1 AS since
FROM roles ro
