-- Endpoints of webhooks: a controller has some, so a list reads them all.

-- name: insert_endpoint
INSERT INTO webhook_endpoints (
    id, controller_id, site_ids, events, data, origin, sealed_url, sealed_secret, api_key_id, bot_id, answer_within_s,
    close_after_min, ordered_sha256
)
VALUES (
    :id, :controller_id, :site_ids, :events, :data, :origin, :sealed_url, :sealed_secret, :api_key_id, :bot_id,
    :answer_within_s, :close_after_min, :ordered_sha256
);

-- name: find_order
-- By webhook_endpoints_pkey.
SELECT ordered_sha256 FROM webhook_endpoints WHERE id = :id;

-- name: count_endpoints
-- All, and those that are looked after by this key.
SELECT count(*) AS known, count(*) FILTER (WHERE api_key_id = CAST(:api_key_id AS uuid)) AS of_key FROM webhook_endpoints;

-- name: list_stored
-- Those of :ids, or all, oldest first.
SELECT
    e.id, e.controller_id, e.site_ids, e.events, e.data, e.origin, e.sealed_url, e.sealed_secret, e.sealed_before,
    e.before_until, e.made_at, e.failures, e.failing_since, e.paused_until, e.disabled_at, e.disabled_because,
    e.api_key_id, k.name AS key_name, least(k.revoked_at, k.expires_at) AS key_ends_at, e.bot_id, b.name AS bot_name,
    e.answer_within_s, e.close_after_min
FROM webhook_endpoints AS e
LEFT JOIN api_keys AS k ON k.id = e.api_key_id
LEFT JOIN bots AS b ON b.id = e.bot_id
WHERE coalesce(e.id = ANY (CAST(:ids AS uuid[])), true)
ORDER BY e.made_at, e.id;

-- name: list_endpoints
-- Those of :ids, or all, oldest first. How much waits at each, 10,001 at most, by webhook_deliveries_due alone; since when,
-- of the 1,000 that are due first. When something was taken last, if :with_success: among the newest 10,000, or, where over
-- 1,000 wait, which may be all of those, among the newest 1,000 and the 1,000 before what waits first; by
-- webhook_deliveries_log. The order of what is counted keeps the planner to the index:
-- it would else read the whole table where it takes most of it for this endpoint's.
SELECT
    e.id, e.controller_id, e.site_ids, e.events, e.data, e.origin, e.sealed_url, e.sealed_secret, e.sealed_before,
    e.before_until, e.made_at, e.failures, e.failing_since, e.paused_until, e.disabled_at, e.disabled_because,
    e.api_key_id, k.name AS key_name, least(k.revoked_at, k.expires_at) AS key_ends_at, e.bot_id, b.name AS bot_name,
    e.answer_within_s, e.close_after_min, w.waiting, o.waiting_since, s.succeeded_at
FROM webhook_endpoints AS e
LEFT JOIN api_keys AS k ON k.id = e.api_key_id
LEFT JOIN bots AS b ON b.id = e.bot_id
CROSS JOIN LATERAL (
    SELECT count(*) AS waiting
    FROM (
        SELECT
        FROM webhook_deliveries AS n
        WHERE n.endpoint_id = e.id AND n.due_at IS NOT NULL
        ORDER BY n.due_at, n.ordinal
        LIMIT 10001
    ) AS d
) AS w
CROSS JOIN LATERAL (
    SELECT min(d.queued_at) AS waiting_since, min(d.ordinal) AS first_ordinal
    FROM (
        SELECT n.queued_at, n.ordinal
        FROM webhook_deliveries AS n
        WHERE n.endpoint_id = e.id AND n.due_at IS NOT NULL
        ORDER BY n.due_at, n.ordinal
        LIMIT 1000
    ) AS d
) AS o
LEFT JOIN LATERAL (
    SELECT d.tried_at AS succeeded_at
    FROM (
        (
            SELECT n.tried_at, n.outcome, n.ordinal
            FROM webhook_deliveries AS n
            WHERE CAST(:with_success AS boolean) AND n.endpoint_id = e.id
            ORDER BY n.ordinal DESC
            LIMIT CASE WHEN w.waiting > 1000 THEN 1000 ELSE 10000 END
        )
        UNION ALL
        (
            SELECT n.tried_at, n.outcome, n.ordinal
            FROM webhook_deliveries AS n
            WHERE CAST(:with_success AS boolean) AND w.waiting > 1000 AND n.endpoint_id = e.id
                AND n.ordinal < o.first_ordinal
            ORDER BY n.ordinal DESC
            LIMIT 1000
        )
    ) AS d
    WHERE d.outcome = 'delivered'
    ORDER BY d.ordinal DESC
    LIMIT 1
) AS s ON true
WHERE coalesce(e.id = ANY (CAST(:ids AS uuid[])), true)
ORDER BY e.made_at, e.id;

-- name: hold_endpoint
-- Until the transaction ends nobody else changes it. By webhook_endpoints_pkey.
SELECT FROM webhook_endpoints WHERE id = :id FOR UPDATE;

-- name: list_enabled
-- Whom the fan-out is for: nobody whose key is over, also before that is noticed (list_keyless). By api_keys_pkey.
SELECT e.id, e.controller_id, e.site_ids, e.events, e.bot_id
FROM webhook_endpoints AS e
LEFT JOIN api_keys AS k ON k.id = e.api_key_id
WHERE e.disabled_at IS NULL AND k.revoked_at IS NULL AND coalesce(k.expires_at > now(), true)
ORDER BY e.id;

-- name: list_keyless
-- Those that are enabled and whose key is over.
SELECT e.id
FROM webhook_endpoints AS e
JOIN api_keys AS k ON k.id = e.api_key_id
WHERE e.disabled_at IS NULL AND (k.revoked_at IS NOT NULL OR k.expires_at <= now())
ORDER BY e.id;

-- name: count_by_key
-- How many end with each key: those that are enabled. There are few endpoints.
SELECT api_key_id, count(*) AS count
FROM webhook_endpoints
WHERE api_key_id IS NOT NULL AND disabled_at IS NULL
GROUP BY api_key_id;

-- name: change_endpoint
-- What is null stays as it is. How it went at the URL until now says nothing of a new one, which is tried at once.
UPDATE webhook_endpoints
SET
    site_ids = coalesce(CAST(:site_ids AS uuid[]), site_ids),
    events = coalesce(CAST(:events AS text[]), events),
    data = coalesce(CAST(:data AS text), data),
    origin = coalesce(CAST(:origin AS text), origin),
    sealed_url = coalesce(CAST(:sealed_url AS bytea), sealed_url),
    failures = CASE WHEN :sealed_url IS NULL THEN failures ELSE 0 END,
    failing_since = CASE WHEN :sealed_url IS NULL THEN failing_since END,
    failed_at = CASE WHEN :sealed_url IS NULL THEN failed_at END,
    paused_until = CASE WHEN :sealed_url IS NULL THEN paused_until END,
    answer_within_s = coalesce(CAST(:answer_within_s AS integer), answer_within_s),
    close_after_min = CASE WHEN CAST(:says_silence AS boolean) THEN CAST(:close_after_min AS integer) ELSE close_after_min END,
    api_key_id = :api_key_id
WHERE id = :id;

-- name: replace_secret
-- The one until now signs beside the new one for a while. With a key that knows the secret the endpoint ends.
UPDATE webhook_endpoints
SET
    api_key_id = coalesce(CAST(:api_key_id AS uuid), api_key_id),
    sealed_before = sealed_secret,
    before_until = now() + make_interval(secs => :both_s),
    sealed_secret = :sealed_secret
WHERE id = :id;

-- name: reseal_endpoint
-- Nothing where somebody else has changed it since.
UPDATE webhook_endpoints
SET sealed_url = :resealed_url, sealed_secret = :resealed_secret, sealed_before = :sealed_before
WHERE id = :id AND sealed_secret = :sealed_secret AND sealed_url = :sealed_url;

-- name: enable_endpoint
-- Nothing where it is enabled, unless it ends with another's key: then it is theirs from now on who enables it.
UPDATE webhook_endpoints
SET
    disabled_at = NULL,
    disabled_because = '',
    failures = 0,
    failing_since = NULL,
    failed_at = NULL,
    paused_until = NULL,
    api_key_id = :api_key_id
WHERE id = :id
    AND (disabled_at IS NOT NULL OR (api_key_id IS NOT NULL AND api_key_id IS DISTINCT FROM CAST(:api_key_id AS uuid)));

-- name: disable_endpoint
-- Nothing where it is disabled.
UPDATE webhook_endpoints SET disabled_at = now(), disabled_because = :because WHERE id = :id AND disabled_at IS NULL;

-- name: delete_endpoint
-- Its deliveries go with it.
DELETE FROM webhook_endpoints WHERE id = :id;
