SELECT m.account_id, m.arn AS subject_arn,
       m.password_enabled AS applies,
       -- Only the service control policies can still make an unsettled answer better than what the user's own policies show.
       CASE WHEN m.device_registered OR m.console_enforced THEN FALSE
            WHEN NOT m.device_registered AND m.scps_known THEN TRUE
       END AS fails,
       coalesce(m.password_last_changed_at, m.created_at) AS aged_from,
       coalesce(m.password_last_changed_at, m.created_at) AS since,
       -- Its own policies may still ask for MFA: nobody has read them.
       NOT m.device_registered AND NOT m.policies_known AS assumed,
       NOT m.device_registered AND m.console_enforced AND NOT m.console_robust AS label_enforced_implicitly
FROM effective_mfa m
