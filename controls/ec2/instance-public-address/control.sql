SELECT i.account_id, i.arn AS subject_arn,
       TRUE AS applies,
       i.has_public_address AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM ec2_instances i
