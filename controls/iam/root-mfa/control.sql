SELECT r.account_id, r.arn AS subject_arn,
       r.has_credentials AS applies,
       NOT r.mfa_active AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM root_users r
