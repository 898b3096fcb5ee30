"""Cards of customers, as operators would have filled them in in that year."""

import asyncpg

from bench.growth.phrases import FAMILY_NAMES, NAMES
from bench.load.stand import SITE_KEY

# Every fifth visitor's, told by their id, so that the same database gets the same cards. Each is read by the walk over
# all cards, so the triggers that would note them one by one are left out.
ADD = """INSERT INTO customer_cards (site_id, visitor_id, revision, name, phone, email, company)
SELECT v.site_id, v.id, 1,
    ($2::text[])[1 + n.number % cardinality($2)] || ' ' || ($3::text[])[1 + n.number / 7 % cardinality($3)],
    format('+7 9%s %s-%s-%s', lpad((n.number % 100)::text, 2, '0'), lpad((n.number / 11 % 1000)::text, 3, '0'),
        lpad((n.number / 13 % 100)::text, 2, '0'), lpad((n.number / 17 % 100)::text, 2, '0')),
    format('customer%s@mail.test', n.number),
    CASE WHEN n.number % 4 = 0 THEN 'ООО «Ромашка»' ELSE '' END
FROM sites AS s
JOIN visitors AS v ON v.site_id = s.id
CROSS JOIN LATERAL (SELECT hashtext(v.id::text) & 2147483647 AS number) AS n
WHERE s.key = $1 AND n.number % 5 = 0"""


async def add_cards(database_url: str) -> None:
    """Gives every fifth visitor of the benches' site a card with a name, a telephone and an address."""
    # Only the superuser may leave triggers out; the embedded server lets us in as that, too.
    connection = await asyncpg.connect(database_url.replace("ryadom@", "postgres@", 1))
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL session_replication_role = replica")
            await connection.execute(ADD, SITE_KEY, NAMES, FAMILY_NAMES)
        await connection.execute("VACUUM (ANALYZE) customer_cards")
    finally:
        await connection.close()
