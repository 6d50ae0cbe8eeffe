SELECT cr.account_id, cr.arn AS subject_arn,
       TRUE AS applies,
       CASE WHEN NOT cr.has_recorder OR NOT cr.recording THEN TRUE
            WHEN cr.strategy = 'INCLUSION_BY_RESOURCE_TYPES' THEN TRUE
            WHEN cr.excluded_regional AND NOT :allow_exclusions THEN TRUE
            WHEN cr.last_status = 'FAILURE' THEN TRUE
            WHEN cr.global_home AND NOT cr.global_recorded THEN TRUE
            WHEN cr.recording AND (cr.global_recorded OR NOT cr.global_home)
                 AND (cr.strategy = 'ALL_SUPPORTED_RESOURCE_TYPES'
                      OR cr.strategy = 'EXCLUSION_BY_RESOURCE_TYPES' AND (:allow_exclusions OR NOT cr.excluded_regional)) THEN FALSE
       END AS fails,
       CAST(NULL AS BIGINT) AS aged_from,
       CAST(NULL AS BIGINT) AS since
FROM config_recorders cr
