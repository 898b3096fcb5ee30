-- name: lock_numbers
-- Until the transaction ends no other request of the controller's is stored.
INSERT INTO subject_request_numbers AS n (controller_id, last_number)
VALUES (:controller_id, 0)
ON CONFLICT (controller_id) DO UPDATE SET last_number = n.last_number;

-- name: take_number
-- The controller's next number.
INSERT INTO subject_request_numbers AS n (controller_id, last_number)
VALUES (:controller_id, 1)
ON CONFLICT (controller_id) DO UPDATE SET last_number = n.last_number + 1
RETURNING last_number;

-- name: insert_request
INSERT INTO subject_requests (
    id, controller_id, number, site_id, kind, source, subject_name, contact, body, echo_id, received_at, deadline_on,
    alarm_stage
)
VALUES (
    :id, :controller_id, :number, :site_id, :kind, :source, :subject_name, :contact, :body, :echo_id, :received_at,
    :deadline_on, :alarm_stage
);

-- name: find_by_echo
-- By subject_requests_controller_id_echo_id_key.
SELECT id, number, deadline_on FROM subject_requests WHERE controller_id = :controller_id AND echo_id = :echo_id;

-- name: find_request
-- Of these controllers and sites; one without a site is every colleague's. By subject_requests_pkey.
SELECT
    id, controller_id, number, site_id, kind, source, subject_name, contact, body, status, version, received_at,
    deadline_on, extended_on, extension_reason, alarm_stage, identity_method, identity_note, identity_by_name,
    identity_at, closed_at, outcome
FROM subject_requests
WHERE id = :id AND controller_id = ANY(:controller_ids) AND (site_id IS NULL OR site_id = ANY(:site_ids));

-- name: lock_request
-- As find_request, held until the transaction ends.
SELECT
    id, controller_id, number, site_id, kind, source, subject_name, contact, body, status, version, received_at,
    deadline_on, extended_on, extension_reason, alarm_stage, identity_method, identity_note, identity_by_name,
    identity_at, closed_at, outcome
FROM subject_requests
WHERE id = :id AND controller_id = ANY(:controller_ids) AND (site_id IS NULL OR site_id = ANY(:site_ids))
FOR UPDATE;

-- name: open_requests
-- What is due first comes first, what has no deadline before it. By subject_requests_open.
SELECT
    id, controller_id, number, site_id, kind, source, subject_name, contact, body, status, version, received_at,
    deadline_on, extended_on, extension_reason, alarm_stage, identity_method, identity_note, identity_by_name,
    identity_at, closed_at, outcome
FROM subject_requests
WHERE controller_id = ANY(:controller_ids) AND (site_id IS NULL OR site_id = ANY(:site_ids)) AND closed_at IS NULL
    AND (CAST(:after_id AS uuid) IS NULL OR (due_on, id) > (CAST(:after_on AS date), :after_id))
ORDER BY due_on, id
LIMIT :row_limit;

-- name: closed_requests
-- The newest answer first. By subject_requests_closed.
SELECT
    id, controller_id, number, site_id, kind, source, subject_name, contact, body, status, version, received_at,
    deadline_on, extended_on, extension_reason, alarm_stage, identity_method, identity_note, identity_by_name,
    identity_at, closed_at, outcome
FROM subject_requests
WHERE controller_id = ANY(:controller_ids) AND (site_id IS NULL OR site_id = ANY(:site_ids)) AND closed_at IS NOT NULL
    AND (CAST(:before_id AS uuid) IS NULL OR (closed_at, id) < (CAST(:before_at AS timestamptz), :before_id))
ORDER BY closed_at DESC, id DESC
LIMIT :row_limit;

-- name: count_open
-- Open requests, and those whose last day is over. By subject_requests_open.
SELECT
    count(*) AS open,
    count(*) FILTER (WHERE coalesce(extended_on, deadline_on) < :today) AS overdue
FROM subject_requests
WHERE controller_id = ANY(:controller_ids) AND (site_id IS NULL OR site_id = ANY(:site_ids)) AND closed_at IS NULL;

-- name: count_from_page
-- By subject_requests_from_page.
SELECT count(*) FROM subject_requests
WHERE controller_id = :controller_id AND source = 'widget' AND created_at > now() - make_interval(secs => :within_s);

-- name: count_before
-- As count_from_page counted when this request was stored. By subject_requests_from_page.
SELECT count(*)
FROM subject_requests AS r
JOIN subject_requests AS before USING (controller_id)
WHERE r.id = :id AND before.controller_id = :controller_id AND before.source = 'widget'
    AND before.number < r.number AND before.created_at > r.created_at - make_interval(secs => :within_s);

-- name: update_request
-- Everything that a decision may change, if nobody has decided since.
UPDATE subject_requests
SET
    site_id = :site_id,
    status = :status,
    version = version + 1,
    deadline_on = :deadline_on,
    extended_on = :extended_on,
    extension_reason = :extension_reason,
    alarm_stage = :alarm_stage,
    identity_method = :identity_method,
    identity_note = :identity_note,
    identity_by = coalesce(:identity_by, identity_by),
    identity_by_name = :identity_by_name,
    identity_at = :identity_at,
    closed_at = :closed_at,
    outcome = :outcome
WHERE id = :id AND version = :version;

-- name: all_open
-- Of every controller, by its id: what the alarms look at. Open requests are few.
SELECT
    id, controller_id, number, site_id, kind, source, subject_name, contact, body, status, version, received_at,
    deadline_on, extended_on, extension_reason, alarm_stage, identity_method, identity_note, identity_by_name,
    identity_at, closed_at, outcome
FROM subject_requests
WHERE closed_at IS NULL AND (CAST(:after_id AS uuid) IS NULL OR id > :after_id)
ORDER BY id
LIMIT :row_limit;

-- name: raise_stage
-- Nothing where another process has raised this alarm, or the request was closed meanwhile.
UPDATE subject_requests SET alarm_stage = :stage WHERE id = :id AND alarm_stage < :stage AND closed_at IS NULL;

-- name: set_deadline
-- For a request whose deadline could not be reckoned when it came.
UPDATE subject_requests SET deadline_on = :deadline_on WHERE id = :id AND deadline_on IS NULL;

-- name: delete_old
-- What was closed so long ago, with its people and timeline. Reads every request: they are few, and this is done once an hour.
DELETE FROM subject_requests WHERE closed_at < now() - interval '3 years';

-- name: insert_event
INSERT INTO subject_request_events (request_id, kind, actor_id, actor_name, note)
VALUES (:request_id, :kind, :actor_id, :actor_name, :note);

-- name: events
-- Oldest first; a request has few. By subject_request_events_pkey.
SELECT ordinal, kind, actor_name, note, at FROM subject_request_events WHERE request_id = :request_id ORDER BY ordinal;
