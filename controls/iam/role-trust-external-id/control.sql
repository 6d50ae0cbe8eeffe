SELECT ro.account_id, ro.arn AS subject_arn,
       CASE WHEN ro.outside_accounts = 0 THEN FALSE
            WHEN ro.outside_accounts > 0 THEN TRUE
            -- Nobody knows who is outside, and nobody need: each of them is asked.
            WHEN ro.unguarded_accounts = 0 THEN TRUE
       END AS applies,
       ro.unguarded_accounts > 0 AS fails,
       ro.created_at AS aged_from,
       ro.created_at AS since
FROM roles ro
