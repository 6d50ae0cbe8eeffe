SELECT an.account_id, an.arn AS subject_arn,
       TRUE AS applies,
       CASE WHEN an.external_access THEN FALSE
            WHEN :count_organization THEN NOT an.organization_access
            ELSE NOT an.external_access
       END AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM access_analyzers an
