SELECT c.account_id, c.subject_arn, c.id AS credential_id,
       c.active AND (u.password_enabled OR :scope = 'all') AS applies,
       abs(c.created_at - u.created_at) <= :window_seconds AS fails,
       c.created_at AS aged_from,
       c.created_at AS since
FROM credentials c
