SELECT g.account_id, g.policy_id AS subject_arn,
       g.in_use AND (:include_aws_managed OR g.kind <> 'aws_managed') AS applies,
       g.full_admin AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM policy_grants g
