-- What connectors are to push, and have. A conversation has one row at each.

-- name: list_hits
-- What of these entries a rule may be about; `words`: the visitor's, in which a contact may stand. By entries_pkey and
-- conversations_pkey.
SELECT
    e.site_id, e.conversation_id, c.visitor_id,
    e.kind = 'status' AND e.status = 'closed' AS is_closed, e.kind = 'status' AND e.other_id IS NOT NULL AS is_merged,
    CASE e.kind WHEN 'rating' THEN e.score END AS score,
    CASE e.kind WHEN 'tags' THEN coalesce(e.label_ids, '{}') ELSE '{}' END AS tag_ids,
    CASE WHEN e.kind IN ('message', 'edit') THEN e.body ELSE '' END AS words
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:seqs AS bigint[]))
    AS k (site_id, conversation_id, seq)
JOIN entries AS e ON e.site_id = k.site_id AND e.conversation_id = k.conversation_id AND e.seq = k.seq
JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
WHERE
    (e.kind = 'status' AND e.status = 'closed') OR e.kind IN ('rating', 'tags')
    OR (e.kind IN ('message', 'edit') AND e.author_kind = 'visitor' AND e.body <> '');

-- name: newest_conversations
-- Of each of these visitors, if there is any. By conversations_visitor.
SELECT v.site_id, n.id AS conversation_id, v.visitor_id
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:visitor_ids AS uuid[])) AS v (site_id, visitor_id)
CROSS JOIN LATERAL (
    SELECT c.id
    FROM conversations AS c
    WHERE c.site_id = v.site_id AND c.visitor_id = v.visitor_id AND NOT c.is_blocked
    ORDER BY c.created_at DESC
    LIMIT 1
) AS n;

-- name: queue_pushes
-- What has been pushed is again, for what has come since; what failed is not, where it is only that contacts were named.
-- What waits goes on waiting, and may just be refused for want of them. A cause gives way to none that lets less pass. Each
-- conversation and connector once. The time is that of now, not of the transaction: by it is known what was tried since.
-- By contacts a conversation that has just begun is due once it is :settled_s old. `only_known`: nothing new begins with
-- it; and with the rest of a conversation ('rest') goes what has a card, or waits for one.
INSERT INTO connector_pushes AS p (site_id, connector_id, conversation_id, visitor_id, cause, due_at)
SELECT
    n.site_id, n.connector_id, n.conversation_id, n.visitor_id, n.cause,
    CASE n.cause WHEN 'contacts' THEN greatest(
        now(),
        (SELECT h.created_at FROM conversations AS h WHERE h.site_id = n.site_id AND h.id = n.conversation_id)
            + make_interval(secs => :settled_s)
    ) ELSE now() END
FROM unnest(
    CAST(:site_ids AS uuid[]), CAST(:connector_ids AS uuid[]), CAST(:conversation_ids AS uuid[]),
    CAST(:visitor_ids AS uuid[]), CAST(:causes AS text[]), CAST(:only_known AS boolean[])
) WITH ORDINALITY AS n (site_id, connector_id, conversation_id, visitor_id, cause, only_known, place)
JOIN connectors AS c ON c.id = n.connector_id
JOIN visitors AS v ON v.site_id = n.site_id AND v.id = n.visitor_id AND v.erased_at IS NULL
WHERE NOT n.only_known OR EXISTS (
    SELECT FROM connector_pushes AS k
    WHERE k.site_id = n.site_id AND k.connector_id = n.connector_id AND k.conversation_id = n.conversation_id
        AND (n.cause <> 'rest' OR k.remote_id <> '' OR k.status = 'pending')
)
ORDER BY n.place
ON CONFLICT (site_id, connector_id, conversation_id) DO UPDATE SET
    cause = CASE
        WHEN p.status = 'pending' AND (p.cause = 'manual' OR excluded.cause = 'contacts') THEN p.cause
        WHEN p.status = 'pending' AND p.cause <> 'contacts' AND excluded.cause = 'rest' THEN p.cause
        ELSE excluded.cause
    END,
    asks = p.asks + 1,
    status = 'pending',
    due_at = CASE p.status WHEN 'pending' THEN p.due_at ELSE now() END,
    queued_at = CASE p.status WHEN 'pending' THEN p.queued_at ELSE clock_timestamp() END,
    attempts = CASE p.status WHEN 'pending' THEN p.attempts ELSE 0 END
WHERE p.status <> 'failed' OR excluded.cause <> 'contacts';

-- name: resend
-- Anew, but for the card's number: a search by names may not know it yet, or any more. Forgotten is only one without an
-- address, as it is left by who found the card gone.
UPDATE connector_pushes
SET
    status = 'pending', cause = 'manual', asks = asks + 1, queued_at = now(), attempts = 0, told_seq = 0,
    remote_id = CASE url WHEN '' THEN '' ELSE remote_id END,
    remote_number = CASE url WHEN '' THEN '' ELSE remote_number END,
    due_at = CASE status WHEN 'pending' THEN least(due_at, now() + make_interval(secs => :unsure_s)) ELSE now() END
WHERE connector_id = :connector_id AND conversation_id = :conversation_id;

-- name: resend_failed
-- The same of those that failed, of a slice after :after, and the place that it ends with. By connector_pushes_log: a slice
-- is of all, for where few failed the whole log would be read under the lock of the fan-out.
WITH s AS (
    SELECT site_id, conversation_id, ordinal
    FROM connector_pushes
    WHERE connector_id = :connector_id AND ordinal > :after
    ORDER BY ordinal
    LIMIT :row_limit
), u AS (
    UPDATE connector_pushes AS p
    SET
        status = 'pending', cause = 'manual', asks = p.asks + 1, queued_at = now(), attempts = 0, told_seq = 0,
        remote_id = CASE p.url WHEN '' THEN '' ELSE p.remote_id END,
        remote_number = CASE p.url WHEN '' THEN '' ELSE p.remote_number END, due_at = now()
    FROM s
    WHERE p.site_id = s.site_id AND p.connector_id = :connector_id AND p.conversation_id = s.conversation_id
        AND p.status = 'failed'
    RETURNING 1
)
SELECT (SELECT count(*) FROM u) AS changed, (SELECT max(ordinal) FROM s) AS last;

-- name: find_conversation
-- By conversations_id.
SELECT site_id, visitor_id FROM conversations WHERE id = :id;

-- name: next_due
-- What is to be pushed next. By connector_pushes_due.
SELECT
    site_id, connector_id, conversation_id, visitor_id, cause, status, asks, queued_at, due_at, attempts, tried_at, sent_at,
    remote_id, remote_number, url, told_seq, failure, ordinal
FROM connector_pushes
WHERE connector_id = :connector_id AND due_at <= now()
ORDER BY due_at, ordinal
LIMIT 1;

-- name: may_push
-- As begin_write, and nothing is changed. By the primary keys.
SELECT EXISTS (
    SELECT
    FROM connector_pushes AS p
    JOIN connectors AS c ON c.id = p.connector_id
    JOIN visitors AS v ON v.site_id = p.site_id AND v.id = p.visitor_id
    WHERE p.site_id = :site_id AND p.connector_id = :connector_id AND p.conversation_id = :conversation_id
        AND p.status = 'pending' AND c.leased_by = :node AND c.leased_until > now() AND c.disabled_at IS NULL
        AND c.generation = :generation AND v.blocked_at IS NULL AND v.erased_at IS NULL
);

-- name: begin_write
-- Nothing where this process may not write: it has not the lease, the connector was disabled or changed, the push or its
-- visitor is gone.
UPDATE connector_pushes AS p
SET due_at = now() + make_interval(secs => :unsure_s), tried_at = now()
FROM connectors AS c, visitors AS v
WHERE p.site_id = :site_id AND p.connector_id = :connector_id AND p.conversation_id = :conversation_id AND p.status = 'pending'
    AND c.id = p.connector_id AND c.leased_by = :node AND c.leased_until > now() AND c.disabled_at IS NULL
    AND c.generation = :generation
    AND v.site_id = p.site_id AND v.id = p.visitor_id AND v.blocked_at IS NULL AND v.erased_at IS NULL;

-- name: note_written
-- What the CRM has by now; nothing where the settings are others, by which it may be another CRM. Whoever changes them is
-- waited for by the lock, else the card of the old one could be noted right behind them.
WITH c AS MATERIALIZED (
    SELECT id FROM connectors WHERE id = :connector_id AND generation = :generation FOR SHARE
)
UPDATE connector_pushes AS p
SET remote_id = :remote_id, remote_number = :remote_number, url = :url, told_seq = :told_seq
FROM c
WHERE p.site_id = :site_id AND p.connector_id = c.id AND p.conversation_id = :conversation_id;

-- name: forget_cards
-- Of a slice after :after: no card of ours is known where the settings will lead to, and nothing was sent there. By
-- connector_pushes_log.
WITH s AS (
    SELECT
        site_id, conversation_id, ordinal, remote_id <> '' OR url <> '' OR told_seq > 0 OR sent_at IS NOT NULL AS is_known
    FROM connector_pushes
    WHERE connector_id = :connector_id AND ordinal > :after
    ORDER BY ordinal
    LIMIT :row_limit
), u AS (
    UPDATE connector_pushes AS p
    SET remote_id = '', remote_number = '', url = '', told_seq = 0, sent_at = NULL
    FROM s
    WHERE s.is_known AND p.site_id = s.site_id AND p.connector_id = :connector_id AND p.conversation_id = s.conversation_id
    RETURNING 1
)
SELECT (SELECT count(*) FROM u) AS changed, (SELECT max(ordinal) FROM s) AS last;

-- name: moment
SELECT clock_timestamp();

-- name: renew_waiting
-- What has waited since before :before begins its days anew, and is due at once; what was begun stays so, see `Push`. By
-- connector_pushes_due.
UPDATE connector_pushes
SET
    queued_at = now(), attempts = 0, due_at = least(due_at, now() + make_interval(secs => :unsure_s)),
    tried_at = CASE WHEN tried_at >= queued_at THEN now() ELSE tried_at END
WHERE (site_id, connector_id, conversation_id) IN (
    SELECT site_id, connector_id, conversation_id
    FROM connector_pushes
    WHERE connector_id = :connector_id AND due_at IS NOT NULL AND queued_at < :before
    LIMIT :row_limit
);

-- name: delete_of_connector
-- What a connector has pushed and is to push. By connector_pushes_log.
DELETE FROM connector_pushes
WHERE (site_id, connector_id, conversation_id) IN (
    SELECT site_id, connector_id, conversation_id
    FROM connector_pushes
    WHERE connector_id = :connector_id
    ORDER BY ordinal
    LIMIT :row_limit
);

-- name: note_end
-- How it ended; not yet, where it was asked for again since it was read, or the settings are others. After what was sent
-- another begins then. Whoever changes them is waited for by the lock, as in note_written.
WITH c AS MATERIALIZED (
    SELECT id, generation = :generation AS is_same FROM connectors WHERE id = :connector_id FOR SHARE
)
UPDATE connector_pushes AS p
SET
    status = CASE WHEN p.asks = :asks AND c.is_same THEN CAST(:status AS text) ELSE 'pending' END,
    due_at = CASE WHEN p.asks = :asks AND c.is_same THEN NULL ELSE now() END,
    sent_at = CASE
        WHEN CAST(:status AS text) = 'sent' AND c.is_same THEN coalesce(CAST(:as_of AS timestamptz), now()) ELSE p.sent_at
    END,
    queued_at = CASE
        WHEN CAST(:status AS text) = 'sent' AND NOT (p.asks = :asks AND c.is_same) THEN clock_timestamp() ELSE p.queued_at
    END,
    tried_at = now(), attempts = p.attempts + 1, failure = :failure
FROM c
WHERE p.site_id = :site_id AND p.connector_id = c.id AND p.conversation_id = :conversation_id AND p.status = 'pending';

-- name: put_off
-- Another attempt follows.
UPDATE connector_pushes
SET
    due_at = now() + make_interval(secs => :pause_s), tried_at = CASE WHEN CAST(:is_begun AS boolean) THEN now() ELSE tried_at END,
    attempts = attempts + CAST(:counted AS integer), failure = :failure
WHERE site_id = :site_id AND connector_id = :connector_id AND conversation_id = :conversation_id AND status = 'pending';

-- name: list_log
-- A connector's before a place, the newest first; by connector_pushes_log.
SELECT
    site_id, connector_id, conversation_id, visitor_id, cause, status, asks, queued_at, due_at, attempts, tried_at, sent_at,
    remote_id, remote_number, url, told_seq, failure, ordinal
FROM connector_pushes
WHERE connector_id = :connector_id AND ordinal < :before
    AND (NOT CAST(:only_failed AS boolean) OR status IN ('failed', 'refused') OR failure <> '')
ORDER BY ordinal DESC
LIMIT :row_limit;

-- name: list_of_conversation
-- What these connectors have done with a conversation. By connector_pushes_pkey.
SELECT
    site_id, connector_id, conversation_id, visitor_id, cause, status, asks, queued_at, due_at, attempts, tried_at, sent_at,
    remote_id, remote_number, url, told_seq, failure, ordinal
FROM connector_pushes
WHERE site_id = :site_id AND connector_id = ANY (CAST(:connector_ids AS uuid[])) AND conversation_id = :conversation_id;

-- name: newest_of_sites
-- The newest conversation of these sites, of which anything may be shown. By conversations_created, a look for each site and
-- state.
SELECT n.id
FROM unnest(CAST(:site_ids AS uuid[])) AS s (id)
CROSS JOIN unnest(CAST('{open, closed}' AS text[])) AS k (status)
CROSS JOIN LATERAL (
    SELECT c.id, c.created_at
    FROM conversations AS c
    WHERE c.site_id = s.id AND c.status = k.status AND NOT c.is_blocked
    ORDER BY c.created_at DESC, c.id DESC
    LIMIT 1
) AS n
ORDER BY n.created_at DESC, n.id DESC
LIMIT 1;

-- name: refuse_elsewhere
-- What waits at a connector, of a slice after :after, of sites that it is not for as it stands now: somebody may have given
-- it some back since the slices began. By connector_pushes_log.
WITH s AS (
    SELECT site_id, conversation_id, ordinal
    FROM connector_pushes
    WHERE connector_id = :connector_id AND ordinal > :after
    ORDER BY ordinal
    LIMIT :row_limit
), u AS (
    UPDATE connector_pushes AS p
    SET status = 'refused', due_at = NULL, failure = :words
    FROM s, connectors AS c
    WHERE p.site_id = s.site_id AND p.connector_id = :connector_id AND p.conversation_id = s.conversation_id
        AND p.due_at IS NOT NULL AND c.id = p.connector_id AND c.site_ids <> '{}' AND p.site_id <> ALL (c.site_ids)
    RETURNING 1
)
SELECT (SELECT count(*) FROM u) AS changed, (SELECT max(ordinal) FROM s) AS last;

-- name: give_up_old
-- What has waited for too long at connectors that push. By connector_pushes_due.
UPDATE connector_pushes
SET status = 'failed', due_at = NULL, failure = CASE failure WHEN '' THEN :words ELSE failure END
WHERE (site_id, connector_id, conversation_id) IN (
    SELECT p.site_id, p.connector_id, p.conversation_id
    FROM connectors AS c
    JOIN connector_pushes AS p ON p.connector_id = c.id AND p.due_at IS NOT NULL
    WHERE c.disabled_at IS NULL AND c.stopped_at IS NULL AND p.queued_at < now() - make_interval(secs => :older_s)
    LIMIT :row_limit
);

-- name: list_said
-- Of a conversation that is shown: what either side wrote after :after_seq, as it stands now, without what was deleted and
-- without notes. By entries_pkey and entries_about.
SELECT
    e.seq, e.created_at, e.author_kind, coalesce(o.name, '') AS author_name, e.body,
    (
        SELECT coalesce(string_agg(f.name, ', ' ORDER BY f.id), '')
        FROM files AS f
        WHERE e.files IS NOT NULL AND f.site_id = e.site_id AND f.conversation_id = e.conversation_id AND f.seq = e.seq
    ) AS files
FROM entries AS e
LEFT JOIN operators AS o ON e.author_kind = 'operator' AND o.id = e.author_id
WHERE e.site_id = :site_id AND e.conversation_id = :conversation_id AND e.kind = 'message' AND e.public
    AND e.seq > :after_seq
    AND NOT EXISTS (
        SELECT FROM entries AS x
        WHERE x.site_id = e.site_id AND x.conversation_id = e.conversation_id AND x.message_seq = e.seq
            AND x.kind = 'deletion'
    )
ORDER BY e.seq
LIMIT :row_limit;
