-- name: lock_controller
-- Incidents are numbered without gaps, so one of a controller is opened at a time.
SELECT 1 FROM controllers WHERE id = :id FOR NO KEY UPDATE;

-- name: next_number
-- By incidents_controller_id_number_key, backwards.
SELECT coalesce(max(number), 0) + 1 FROM incidents WHERE controller_id = :controller_id;

-- name: insert_incident
INSERT INTO incidents (
    controller_id, id, number, title, happened, kind, discovered_at, occurred_from, occurred_to, categories, cause, harm,
    measures, results, culprits, contact
)
VALUES (
    :controller_id, :id, :number, :title, :happened, :kind, :discovered_at, :occurred_from, :occurred_to, :categories,
    :cause, :harm, :measures, :results, :culprits, :contact
);

-- name: update_incident
-- By incidents_id_key. Nothing where somebody else was faster.
UPDATE incidents
SET
    version = version + 1,
    title = :title,
    happened = :happened,
    kind = :kind,
    discovered_at = :discovered_at,
    occurred_from = :occurred_from,
    occurred_to = :occurred_to,
    categories = :categories,
    cause = :cause,
    harm = :harm,
    measures = :measures,
    results = :results,
    culprits = :culprits,
    contact = :contact,
    first_notice_at = :first_notice_at,
    first_notice_number = :first_notice_number,
    second_notice_at = :second_notice_at,
    second_notice_number = :second_notice_number,
    closed_at = :closed_at
WHERE id = :id AND version = :version AND closed_at IS NULL;

-- name: find_incident
-- By incidents_id_key.
SELECT
    controller_id, id, number, version, title, happened, kind, discovered_at, occurred_from, occurred_to, categories,
    cause, harm, measures, results, culprits, contact, first_notice_at, first_notice_number, second_notice_at,
    second_notice_number, closed_at
FROM incidents
WHERE id = :id AND controller_id = ANY(:controller_ids);

-- name: lock_incident
-- By incidents_id_key; its timeline is added to by one at a time.
SELECT
    controller_id, id, number, version, title, happened, kind, discovered_at, occurred_from, occurred_to, categories,
    cause, harm, measures, results, culprits, contact, first_notice_at, first_notice_number, second_notice_at,
    second_notice_number, closed_at
FROM incidents
WHERE id = :id AND controller_id = ANY(:controller_ids)
FOR NO KEY UPDATE;

-- name: list_incidents
-- Newest first: ids are in the order of time. A controller has few.
SELECT
    controller_id, id, number, version, title, happened, kind, discovered_at, occurred_from, occurred_to, categories,
    cause, harm, measures, results, culprits, contact, first_notice_at, first_notice_number, second_notice_at,
    second_notice_number, closed_at
FROM incidents
WHERE controller_id = ANY(:controller_ids) AND (CAST(:before AS uuid) IS NULL OR id < :before)
ORDER BY id DESC
LIMIT :row_limit;

-- name: running_incidents
-- By incidents_running.
SELECT
    controller_id, id, number, version, title, happened, kind, discovered_at, occurred_from, occurred_to, categories,
    cause, harm, measures, results, culprits, contact, first_notice_at, first_notice_number, second_notice_at,
    second_notice_number, closed_at
FROM incidents
WHERE closed_at IS NULL
ORDER BY discovered_at, id;

-- name: append_event
-- An alarm that is there already, by incident_events_controller_id_incident_id_alarm_key, is not added again.
INSERT INTO incident_events (controller_id, incident_id, kind, actor_name, note, alarm, details)
VALUES (:controller_id, :incident_id, :kind, :actor_name, :note, :alarm, CAST(:details AS jsonb))
ON CONFLICT (controller_id, incident_id, alarm) DO NOTHING;

-- name: read_events
-- By incident_events_pkey.
SELECT ordinal, at, kind, actor_name, note, alarm, CAST(details AS text) AS details
FROM incident_events
WHERE controller_id = :controller_id AND incident_id = :incident_id
ORDER BY ordinal;

-- name: raise_controller_alarm
INSERT INTO controller_alarms (controller_id, alarm)
VALUES (:controller_id, :alarm)
ON CONFLICT (controller_id, alarm) DO NOTHING;
