SELECT ac.account_id, ac.arn AS subject_arn,
       TRUE AS applies,
       NOT ac.security AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM account_contacts ac
