SELECT sg.account_id, sg.arn AS subject_arn,
       sg.is_default AS applies,
       sg.ingress_sources + sg.egress_destinations > 0 AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM security_groups sg
