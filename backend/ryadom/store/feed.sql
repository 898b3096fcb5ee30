-- What was committed since a snapshot is what transactions stored that were running then (xip) or had not ended (xmax
-- and above). Both parts use entries_xact, and their cost is that of what is new, however long some transaction runs.

-- name: snapshot
-- Which transactions have ended now, as text; and which life of the server this is: statistics begin anew after a crash,
-- not after an orderly stop.
SELECT
    CAST(pg_current_snapshot() AS text) AS snapshot,
    (SELECT CAST(stats_reset AS text) FROM pg_stat_wal) AS life;

-- name: list_since
-- Keys of entries committed since :since, in the order of their transactions; with each row the snapshot of this very
-- reading, in a row of its own where there is nothing new. Left out is what the transactions :but_xact_ids stored. What was
-- an hour old at :read_at (null: is now) is no news: after a dump was restored, or a standby took over, old rows carry
-- numbers of transactions that are yet to come.
SELECT
    (SELECT CAST(pg_current_snapshot() AS text)) AS snapshot,
    (SELECT CAST(stats_reset AS text) FROM pg_stat_wal) AS life,
    CAST(CAST(n.xact_id AS text) AS bigint) AS xact_id, n.site_id, n.conversation_id, n.seq, n.visitor_id, n.is_blocked
FROM (SELECT 1) AS one
LEFT JOIN (
    SELECT e.xact_id, e.site_id, e.conversation_id, e.seq, c.visitor_id, c.is_blocked
    FROM (
        (
            SELECT xact_id, site_id, conversation_id, seq
            FROM entries
            WHERE xact_id >= pg_snapshot_xmax(CAST(CAST(:since AS text) AS pg_snapshot))
                AND (xact_id, conversation_id, seq)
                    > (CAST(CAST(:after_xact_id AS text) AS xid8), CAST(:after_conversation_id AS uuid), CAST(:after_seq AS bigint))
                AND xact_id <> ALL (CAST(:but_xact_ids AS xid8[]))
                AND created_at > coalesce(CAST(:read_at AS timestamptz), clock_timestamp()) - INTERVAL '1 hour'
            ORDER BY xact_id, conversation_id, seq
            LIMIT :row_limit
        )
        UNION ALL
        (
            SELECT xact_id, site_id, conversation_id, seq
            FROM entries
            WHERE xact_id = ANY (ARRAY(SELECT pg_snapshot_xip(CAST(CAST(:since AS text) AS pg_snapshot))))
                AND (xact_id, conversation_id, seq)
                    > (CAST(CAST(:after_xact_id AS text) AS xid8), CAST(:after_conversation_id AS uuid), CAST(:after_seq AS bigint))
                AND xact_id <> ALL (CAST(:but_xact_ids AS xid8[]))
                AND created_at > coalesce(CAST(:read_at AS timestamptz), clock_timestamp()) - INTERVAL '1 hour'
            ORDER BY xact_id, conversation_id, seq
            LIMIT :row_limit
        )
    ) AS e
    JOIN conversations AS c ON c.id = e.conversation_id  -- by conversations_id
    ORDER BY e.xact_id, e.conversation_id, e.seq
    LIMIT :row_limit
) AS n ON true
ORDER BY n.xact_id, n.conversation_id, n.seq;

-- name: load
-- The entries with these keys, each conversation's oldest first. By entries_pkey.
SELECT
    e.site_id, e.conversation_id, e.seq, e.own_kind AS kind, e.public, e.prev_public_seq, e.author_kind, e.author_id, e.author_name,
    e.echo_id, e.body, e.operator_id, e.operator_name, e.status, e.created_at, e.message_seq, e.score, e.choices, e.files,
    e.author_public_name, e.author_avatar, e.operator_public_name, e.operator_avatar, e.department_id, e.department_name,
    e.label_ids, e.dropped_label_ids, e.until, e.mentions, e.reply_to_seq, e.is_automatic, e.remark, e.is_by_bot,
    e.leading_bot_id, e.leading_bot_name, e.leading_bot_public_name, e.other_id, e.rule_name, e.has_left
FROM unnest(CAST(:site_ids AS uuid[]), CAST(:conversation_ids AS uuid[]), CAST(:seqs AS bigint[]))
    AS k (site_id, conversation_id, seq)
JOIN entries_shown AS e ON e.site_id = k.site_id AND e.conversation_id = k.conversation_id AND e.seq = k.seq
ORDER BY e.conversation_id, e.seq;
