SELECT i.account_id, i.arn AS subject_arn,
       TRUE AS applies,
       CASE WHEN NOT i.metadata_enabled THEN FALSE ELSE i.metadata_tokens <> 'required' END AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM ec2_instances i
