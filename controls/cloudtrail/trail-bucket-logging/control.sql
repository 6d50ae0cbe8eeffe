SELECT t.account_id, t.arn AS subject_arn,
       t.owned AS applies,
       NOT t.bucket_logged AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM cloudtrail_trails t
