SELECT vpc.account_id, vpc.arn AS subject_arn,
       vpc.owned AS applies,
       CASE :traffic WHEN 'all' THEN NOT (vpc.logs_rejected AND vpc.logs_accepted)
            WHEN 'any' THEN NOT (vpc.logs_rejected OR vpc.logs_accepted) ELSE NOT vpc.logs_rejected END AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM vpcs vpc
