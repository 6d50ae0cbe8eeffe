SELECT r.account_id, r.arn AS subject_arn,
       r.partition NOT IN ('aws-cn', 'aws-us-gov') AND r.has_credentials AS applies,
       NOT r.mfa_active AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM root_users r
