SELECT dbc.account_id, dbc.arn AS subject_arn,
       TRUE AS applies,
       NOT dbc.multi_az AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM rds_clusters dbc
