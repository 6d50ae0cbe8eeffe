SELECT gr.account_id, gr.arn AS subject_arn,
       TRUE AS applies,
       gr.members = 0 AS fails,
       gr.created_at AS aged_from,
       gr.created_at AS since
FROM groups gr
