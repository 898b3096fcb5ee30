-- Connectors to CRMs: a controller has some, so a list reads them all.

-- name: insert_connector
INSERT INTO connectors (id, controller_id, site_ids, kind, origin, sealed_settings, mapping, rules, disabled_at)
VALUES (:id, :controller_id, :site_ids, :kind, :origin, :sealed_settings, :mapping, :rules, :disabled_at);

-- name: count_connectors
SELECT count(*) FROM connectors;

-- name: list_connectors
-- Oldest first, with how much waits at each, 10,000 at most: by connector_pushes_due.
SELECT
    c.id, c.controller_id, c.site_ids, c.kind, c.origin, c.sealed_settings, c.mapping, c.rules, c.made_at, c.failures,
    c.failing_since, c.paused_until, c.trouble, c.stopped_at, c.disabled_at, c.generation, w.waiting
FROM connectors AS c
CROSS JOIN LATERAL (
    SELECT count(*) AS waiting
    FROM (SELECT FROM connector_pushes AS p WHERE p.connector_id = c.id AND p.due_at IS NOT NULL LIMIT 10000) AS p
) AS w
ORDER BY c.made_at, c.id;

-- name: list_for_site
-- Those that are for a site of a controller, oldest first: a controller has few, so without an index.
SELECT
    id, controller_id, site_ids, kind, origin, sealed_settings, mapping, rules, made_at, failures, failing_since,
    paused_until, trouble, stopped_at, disabled_at, generation, 0 AS waiting
FROM connectors
WHERE controller_id = :controller_id AND (site_ids = '{}' OR CAST(:site_id AS uuid) = ANY (site_ids))
ORDER BY made_at, id;

-- name: find_connector
-- By connectors_pkey.
SELECT
    id, controller_id, site_ids, kind, origin, sealed_settings, mapping, rules, made_at, failures, failing_since,
    paused_until, trouble, stopped_at, disabled_at, generation, 0 AS waiting
FROM connectors
WHERE id = :id;

-- name: find_leased
-- A connector that this process may push for now: leased, neither disabled nor stopped meanwhile, not at rest.
SELECT
    id, controller_id, site_ids, kind, origin, sealed_settings, mapping, rules, made_at, failures, failing_since,
    paused_until, trouble, stopped_at, disabled_at, generation, 0 AS waiting
FROM connectors
WHERE id = :id AND leased_by = :node AND leased_until > now() AND disabled_at IS NULL AND stopped_at IS NULL
    AND coalesce(paused_until <= now(), true);

-- name: list_listening
-- For whom the fan-out queues: also those that are stopped, which somebody will mend.
SELECT id, controller_id, site_ids, rules FROM connectors WHERE disabled_at IS NULL ORDER BY id;

-- name: reseal_connector
-- Nothing where somebody else has changed it since.
UPDATE connectors SET sealed_settings = :resealed WHERE id = :id AND sealed_settings = :sealed_settings;

-- name: halt_connector
-- By the generation those who push know that they may not any more. Nothing where somebody else has changed it since.
UPDATE connectors
SET stopped_at = clock_timestamp(), trouble = :trouble, generation = generation + 1
WHERE id = :id AND generation = :generation
RETURNING stopped_at;

-- name: change_connector
-- Nothing where somebody else has changed it since, or has let one push that was halted for it.
UPDATE connectors
SET
    site_ids = :site_ids, origin = :origin, sealed_settings = :sealed_settings, mapping = :mapping, rules = :rules,
    generation = generation + 1
WHERE id = :id AND generation = :generation
    AND (CAST(:halted_at AS timestamptz) IS NULL OR stopped_at = CAST(:halted_at AS timestamptz));

-- name: enable_connector
-- Also one that is stopped, or at rest.
UPDATE connectors
SET disabled_at = NULL, stopped_at = NULL, trouble = '', failures = 0, failing_since = NULL, paused_until = NULL
WHERE id = :id;

-- name: disable_connector
-- Nothing where it is disabled.
UPDATE connectors SET disabled_at = now() WHERE id = :id AND disabled_at IS NULL;

-- name: stop_connector
-- Nothing where it is stopped, or disabled, or has other settings since.
UPDATE connectors
SET stopped_at = now(), trouble = :trouble
WHERE id = :id AND generation = :generation AND stopped_at IS NULL AND disabled_at IS NULL;

-- name: delete_connector
-- What pushes there still are go with it.
DELETE FROM connectors WHERE id = :id;

-- name: lease_connectors
-- Those with something due that nobody pushes for, for this process; by connector_pushes_due.
UPDATE connectors
SET leased_by = :node, leased_until = now() + make_interval(secs => :lease_s)
WHERE id IN (
    SELECT c.id
    FROM connectors AS c
    WHERE c.id <> ALL (CAST(:but AS uuid[])) AND c.disabled_at IS NULL AND c.stopped_at IS NULL
        AND coalesce(c.paused_until <= now(), true) AND coalesce(c.leased_until <= now(), true)
        AND EXISTS (SELECT FROM connector_pushes AS p WHERE p.connector_id = c.id AND p.due_at <= now())
    ORDER BY c.id
    FOR UPDATE SKIP LOCKED
)
RETURNING id;

-- name: renew_leases
-- Of these, those that are still this process's, and enabled.
UPDATE connectors
SET leased_until = now() + make_interval(secs => :lease_s)
WHERE id = ANY (CAST(:ids AS uuid[])) AND leased_by = :node AND disabled_at IS NULL
RETURNING id;

-- name: end_leases
UPDATE connectors
SET leased_by = NULL, leased_until = NULL
WHERE id = ANY (CAST(:ids AS uuid[])) AND leased_by = :node;

-- name: note_success
-- Mostly nothing is to be changed; nothing where it has other settings since, or is stopped.
UPDATE connectors
SET failures = 0, failing_since = NULL, paused_until = NULL, trouble = ''
WHERE id = :id AND generation = :generation AND stopped_at IS NULL AND (failures > 0 OR paused_until IS NOT NULL OR trouble <> '');

-- name: note_failure
-- How many in a row there have been then; nothing where it has other settings since.
UPDATE connectors
SET failures = failures + 1, failing_since = coalesce(failing_since, now()), trouble = :trouble
WHERE id = :id AND generation = :generation
RETURNING failures;

-- name: pause_connector
UPDATE connectors
SET paused_until = greatest(paused_until, now() + make_interval(secs => :pause_s))
WHERE id = :id;
