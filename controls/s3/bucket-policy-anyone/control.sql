SELECT b.account_id, b.arn AS subject_arn,
       TRUE AS applies,
       b.anyone_allowed AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since,
       b.anyone_allowed AND b.policies_restricted AS label_restricted
FROM s3_buckets b
