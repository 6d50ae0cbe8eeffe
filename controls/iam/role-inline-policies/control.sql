SELECT ro.account_id, ro.arn AS subject_arn,
       NOT ro.service_linked AND NOT ro.reserved AS applies,
       ro.inline_policies > 0 AS fails,
       ro.created_at AS aged_from,
       ro.created_at AS since
FROM roles ro
