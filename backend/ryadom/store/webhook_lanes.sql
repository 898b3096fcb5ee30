-- Who delivers to which endpoint, and how that goes; one process to each at a time.

-- name: lease_endpoints
-- Those with something due that nobody delivers to, for this process, but bots; by webhook_deliveries_due. Looked up for each:
-- as EXISTS it becomes a join, which reads the whole table every second where much is due.
UPDATE webhook_endpoints
SET leased_by = :node, leased_until = now() + make_interval(secs => :lease_s)
WHERE id IN (
    SELECT e.id
    FROM webhook_endpoints AS e
    LEFT JOIN api_keys AS k ON k.id = e.api_key_id
    WHERE k.revoked_at IS NULL AND coalesce(k.expires_at > now(), true)
        AND e.id <> ALL (CAST(:but AS uuid[])) AND e.disabled_at IS NULL AND e.bot_id IS NULL AND coalesce(e.paused_until <= now(), true)
        AND coalesce(e.leased_until <= now(), true)
        AND (
            SELECT true
            FROM webhook_deliveries AS d
            WHERE d.endpoint_id = e.id AND d.due_at <= now()
            ORDER BY d.due_at, d.ordinal
            LIMIT 1
        )
    ORDER BY e.id
    FOR UPDATE OF e SKIP LOCKED
)
RETURNING id;

-- name: renew_leases
-- Of these, those that are still this process's, and enabled.
UPDATE webhook_endpoints
SET leased_until = now() + make_interval(secs => :lease_s)
WHERE id = ANY (CAST(:ids AS uuid[])) AND leased_by = :node AND disabled_at IS NULL
RETURNING id;

-- name: end_leases
UPDATE webhook_endpoints
SET leased_by = NULL, leased_until = NULL
WHERE id = ANY (CAST(:ids AS uuid[])) AND leased_by = :node;

-- name: find_leased
-- An endpoint that this process may deliver to now, or a bot that it may ask: leased, not disabled meanwhile, its key not over,
-- and not at rest, but that a bot may be.
SELECT
    e.id, e.controller_id, e.site_ids, e.events, e.data, e.origin, e.sealed_url, e.sealed_secret, e.sealed_before,
    e.before_until, e.made_at, e.failures, e.failing_since, e.paused_until, e.disabled_at, e.disabled_because,
    e.api_key_id, k.name AS key_name, least(k.revoked_at, k.expires_at) AS key_ends_at, e.bot_id, b.name AS bot_name,
    e.answer_within_s, e.close_after_min
FROM webhook_endpoints AS e
LEFT JOIN api_keys AS k ON k.id = e.api_key_id
LEFT JOIN bots AS b ON b.id = e.bot_id
WHERE e.id = :id AND e.leased_by = :node AND e.disabled_at IS NULL AND (e.bot_id IS NOT NULL) = CAST(:is_bot AS boolean)
    AND (CAST(:is_bot AS boolean) OR coalesce(e.paused_until <= now(), true)) AND k.revoked_at IS NULL AND coalesce(k.expires_at > now(), true);

-- name: hold_url
-- By which URL it is told, as it is sealed; until the transaction ends nobody who locks the endpoint gives it another.
SELECT sealed_url FROM webhook_endpoints WHERE id = :id FOR KEY SHARE;

-- name: note_success
-- Mostly nothing is to be changed. Nothing where it is told at another URL by now; so below.
UPDATE webhook_endpoints
SET failures = 0, failing_since = NULL, failed_at = NULL, paused_until = NULL
WHERE id = :id AND sealed_url = :at AND (failures > 0 OR paused_until IS NOT NULL);

-- name: note_failures
-- How it stands with it then. Where it succeeded in between, or was not tried for long, failing begins now: for as long as it has
-- asked to be left alone itself it was not left untried. What a bot was asked before its rest began makes that no longer.
UPDATE webhook_endpoints
SET
    failures = CASE WHEN CAST(:has_succeeded AS boolean) THEN 0 ELSE failures END
        + CASE WHEN bot_id IS NOT NULL AND paused_until > now() THEN 0 ELSE :failures END,
    failing_since = CASE
        WHEN CAST(:has_succeeded AS boolean)
            OR greatest(failed_at, paused_until) < now() - make_interval(secs => :untried_s) THEN now()
        ELSE coalesce(failing_since, now())
    END,
    failed_at = now()
WHERE id = :id AND sealed_url = :at
RETURNING failures, CAST(extract(epoch FROM now() - failing_since) AS float8) AS failing_s;

-- name: pause_endpoint
UPDATE webhook_endpoints
SET paused_until = greatest(paused_until, now() + make_interval(secs => :pause_s))
WHERE id = :id AND sealed_url = :at;
