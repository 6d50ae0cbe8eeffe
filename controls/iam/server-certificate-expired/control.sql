SELECT sc.account_id, sc.arn AS subject_arn,
       TRUE AS applies,
       sc.expires_at < :as_of + 86400 * :days_left AS fails,
       sc.expires_at AS aged_from,
       sc.expires_at - 86400 * :days_left + 1 AS since
FROM server_certificates sc
