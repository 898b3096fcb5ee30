"""A database that has been in use for a year: synthetic chats in Russian, and what they cost those that come after.

By hand: `python -m bench.growth --database-url URL --site-key KEY` fills a database, `./scripts/bench growth` measures.
"""
