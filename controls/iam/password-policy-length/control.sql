SELECT w.account_id, w.arn AS subject_arn,
       TRUE AS applies,
       w.length_in_force < :min_length AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM password_policies w
