SELECT t.account_id, t.arn AS subject_arn,
       CASE WHEN t.owned THEN TRUE WHEN t.owner_tells THEN FALSE END AS applies,
       NOT t.log_validation AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM cloudtrail_trails t
