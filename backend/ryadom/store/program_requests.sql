-- Requests of data subjects as programs may have them: of the key's controller and sites.

-- name: find_request
-- By subject_requests_pkey.
SELECT
    id, controller_id, number, site_id, kind, source, subject_name, contact, body, status, version, received_at,
    deadline_on, extended_on, extension_reason, alarm_stage, identity_method, identity_note, identity_by_name,
    identity_at, closed_at, outcome
FROM subject_requests
WHERE id = :id AND controller_id = :controller_id
    AND (site_id = ANY(:site_ids) OR (site_id IS NULL AND CAST(:has_siteless AS boolean)));

-- name: lock_request
-- As find_request, held until the transaction ends.
SELECT
    id, controller_id, number, site_id, kind, source, subject_name, contact, body, status, version, received_at,
    deadline_on, extended_on, extension_reason, alarm_stage, identity_method, identity_note, identity_by_name,
    identity_at, closed_at, outcome
FROM subject_requests
WHERE id = :id AND controller_id = :controller_id
    AND (site_id = ANY(:site_ids) OR (site_id IS NULL AND CAST(:has_siteless AS boolean)))
FOR UPDATE;

-- name: list_requests
-- The newest number first, below a number. By subject_requests_controller_id_number_key.
SELECT
    id, controller_id, number, site_id, kind, source, subject_name, contact, body, status, version, received_at,
    deadline_on, extended_on, extension_reason, alarm_stage, identity_method, identity_note, identity_by_name,
    identity_at, closed_at, outcome
FROM subject_requests
WHERE controller_id = :controller_id AND number < CAST(:before_number AS bigint)
    AND (site_id = ANY(:site_ids) OR (site_id IS NULL AND CAST(:has_siteless AS boolean)))
    AND coalesce(status = CAST(:status AS text), true)
    AND coalesce(kind = CAST(:kind AS text), true)
    AND coalesce((closed_at IS NULL) = CAST(:is_open AS boolean), true)
    AND (CAST(:due_before AS date) IS NULL OR coalesce(extended_on, deadline_on) < CAST(:due_before AS date))
    AND (CAST(:due_since AS date) IS NULL OR coalesce(extended_on, deadline_on) >= CAST(:due_since AS date))
ORDER BY number DESC
LIMIT :row_limit;
