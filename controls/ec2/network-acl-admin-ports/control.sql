SELECT acl.account_id, acl.arn AS subject_arn,
       CASE WHEN :only_with_subnets THEN acl.subnets > 0 ELSE TRUE END AS applies,
       acl.ssh_ipv4 OR acl.rdp_ipv4 OR acl.ssh_ipv6 OR acl.rdp_ipv6 AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM network_acls acl
