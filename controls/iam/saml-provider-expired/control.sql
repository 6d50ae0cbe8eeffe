SELECT sp.account_id, sp.arn AS subject_arn,
       TRUE AS applies,
       sp.valid_until_at < :as_of + 86400 * :days_left AS fails,
       sp.valid_until_at AS aged_from,
       sp.valid_until_at - 86400 * :days_left + 1 AS since
FROM saml_providers sp
