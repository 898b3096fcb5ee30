-- Turns at accounts of CRMs, which all processes share. Each by crm_paces_pkey. `at` is null but in tests: Postgres' own clock
-- counts, since those of nodes differ.

-- name: take_turn
-- Nothing where it is not there yet. Further ahead than it can come it is where the clock was set back: then, as if all that
-- may come at once had come just now. So with a rest that is longer than any.
WITH clock AS MATERIALIZED (SELECT coalesce(CAST(:at AS timestamptz), clock_timestamp()) AS now)
INSERT INTO crm_paces AS p (origin, paid_until)
SELECT :origin, now + make_interval(secs => :step_s) FROM clock
ON CONFLICT (origin) DO UPDATE
SET paid_until = CASE
    WHEN p.paid_until > EXCLUDED.paid_until + make_interval(secs => :ahead_s) + make_interval(secs => :step_s)
        THEN EXCLUDED.paid_until + make_interval(secs => :ahead_s)
    ELSE greatest(p.paid_until + make_interval(secs => :step_s), EXCLUDED.paid_until)
END
WHERE (
    p.paid_until <= EXCLUDED.paid_until - make_interval(secs => :step_s) + make_interval(secs => :ahead_s)
    OR p.paid_until > EXCLUDED.paid_until + make_interval(secs => :ahead_s) + make_interval(secs => :step_s)
) AND (
    p.rest_until IS NULL OR p.rest_until <= EXCLUDED.paid_until - make_interval(secs => :step_s)
    OR p.rest_until > EXCLUDED.paid_until + make_interval(secs => :longest_rest_s)
)
RETURNING origin;

-- name: find_pause
-- In seconds, how long until there is a turn, and how long the CRM is at rest; less than 0 where that is over.
SELECT
    CAST(extract(epoch FROM paid_until - make_interval(secs => :ahead_s) - now) AS float8) AS turn_s,
    CAST(coalesce(extract(epoch FROM rest_until - now), 0) AS float8) AS rest_s
FROM crm_paces, (SELECT coalesce(CAST(:at AS timestamptz), clock_timestamp()) AS now) AS clock
WHERE origin = :origin;

-- name: rest
-- Of two rests the longer one counts.
WITH clock AS MATERIALIZED (SELECT coalesce(CAST(:at AS timestamptz), clock_timestamp()) AS now)
INSERT INTO crm_paces AS p (origin, paid_until, rest_until)
SELECT :origin, now, now + make_interval(secs => :rest_s) FROM clock
ON CONFLICT (origin) DO UPDATE
SET rest_until = CASE
    WHEN p.rest_until > EXCLUDED.paid_until + make_interval(secs => :longest_rest_s) THEN EXCLUDED.rest_until
    ELSE greatest(p.rest_until, EXCLUDED.rest_until)
END;

-- name: forget_unused
-- An installation has 50 connectors at most: without an index.
DELETE FROM crm_paces
WHERE paid_until < now() - make_interval(secs => :unused_s) AND coalesce(rest_until < now(), true);
