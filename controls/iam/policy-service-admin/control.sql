SELECT g.account_id, g.policy_id AS subject_arn,
       g.in_use AND g.kind = 'customer_managed' AND NOT g.full_admin AS applies,
       g.service_admin AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM policy_grants g
