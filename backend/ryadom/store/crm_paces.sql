-- Turns at hosts of CRMs, and rests of accounts, which all processes share. Each by its primary key. `at` is null but in tests:
-- Postgres' own clock counts, since those of nodes differ. It is read in SET and WHERE, so under the lock of the row: who has
-- waited for that must not go by how late it was before.

-- name: take_turn
-- In how many seconds the turn is, less than 0 where that is over; nothing where it would be waited for too long. Further ahead
-- than waiting brings it, it is where the clock was set back: then as if all that may come at once had come just now.
INSERT INTO crm_paces AS p (origin, paid_until)
VALUES (:origin, coalesce(CAST(:at AS timestamptz), clock_timestamp()) + make_interval(secs => :step_s))
ON CONFLICT (origin) DO UPDATE
SET paid_until = make_interval(secs => :step_s) + CASE
    WHEN p.paid_until > coalesce(CAST(:at AS timestamptz), clock_timestamp()) + make_interval(secs => :impossible_s)
        THEN least(p.paid_until, coalesce(CAST(:at AS timestamptz), clock_timestamp()) + make_interval(secs => :ahead_s))
    ELSE greatest(p.paid_until, coalesce(CAST(:at AS timestamptz), clock_timestamp()))
END
WHERE p.paid_until <= coalesce(CAST(:at AS timestamptz), clock_timestamp()) + make_interval(secs => :furthest_s)
    OR p.paid_until > coalesce(CAST(:at AS timestamptz), clock_timestamp()) + make_interval(secs => :impossible_s)
RETURNING CAST(
    extract(
        epoch FROM paid_until - make_interval(secs => :step_s) - make_interval(secs => :ahead_s)
        - coalesce(CAST(:at AS timestamptz), clock_timestamp())
    ) AS float8
) AS turn_s;

-- name: find_rest
-- In seconds, how long an account is at rest; less than 0 where that is over.
SELECT
    CAST(extract(epoch FROM rest_until - coalesce(CAST(:at AS timestamptz), clock_timestamp())) AS float8) AS rest_s
FROM crm_rests WHERE account = :account;

-- name: rest
-- Of two rests the longer one counts.
INSERT INTO crm_rests AS r (account, rest_until)
VALUES (:account, coalesce(CAST(:at AS timestamptz), clock_timestamp()) + make_interval(secs => :rest_s))
ON CONFLICT (account) DO UPDATE
SET rest_until = CASE
    WHEN r.rest_until > coalesce(CAST(:at AS timestamptz), clock_timestamp()) + make_interval(secs => :longest_rest_s)
        THEN coalesce(CAST(:at AS timestamptz), clock_timestamp()) + make_interval(secs => :rest_s)
    ELSE greatest(r.rest_until, coalesce(CAST(:at AS timestamptz), clock_timestamp()) + make_interval(secs => :rest_s))
END;

-- name: forget_unused
-- An installation has 50 connectors at most: without an index.
DELETE FROM crm_paces WHERE paid_until < now() - make_interval(secs => :unused_s);

-- name: forget_rests
DELETE FROM crm_rests WHERE rest_until < now();
