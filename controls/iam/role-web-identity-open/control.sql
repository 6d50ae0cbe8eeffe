SELECT ro.account_id, ro.arn AS subject_arn,
       NOT ro.service_linked AS applies,
       ro.any_token_providers > 0 AS fails,
       ro.created_at AS aged_from,
       ro.created_at AS since
FROM roles ro
