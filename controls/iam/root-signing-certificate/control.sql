SELECT r.account_id, r.arn AS subject_arn,
       r.partition <> 'aws-cn' AS applies,
       r.signing_certificate AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM root_users r
