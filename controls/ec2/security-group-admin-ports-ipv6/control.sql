SELECT sg.account_id, sg.arn AS subject_arn,
       CASE WHEN :only_in_use THEN sg.in_use ELSE TRUE END AS applies,
       sg.ssh_ipv6 OR sg.rdp_ipv6 AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM security_groups sg
