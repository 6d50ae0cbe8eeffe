SELECT b.account_id, b.arn AS subject_arn,
       TRUE AS applies,
       NOT b.encrypted OR (:require_kms AND b.encryption NOT LIKE 'aws:kms%') AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM s3_buckets b
