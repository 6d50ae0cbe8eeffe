SELECT vol.account_id, vol.arn AS subject_arn,
       CASE WHEN :only_attached THEN vol.attached ELSE TRUE END AS applies,
       NOT vol.encrypted AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM ebs_volumes vol
