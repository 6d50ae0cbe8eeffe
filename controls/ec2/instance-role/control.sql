SELECT i.account_id, i.arn AS subject_arn,
       TRUE AS applies,
       NOT i.has_role AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM ec2_instances i
