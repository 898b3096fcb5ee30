"""Who may have how many of the server's connections to Postgres, so that messages always find one."""

from msgspec import Struct

from ryadom.settings import Settings
from ryadom.store.database import Database


class Pools(Struct, frozen=True, kw_only=True):
    """Parts of the one pool. Who uses a part waits for others who do, and messages for none of them."""

    greetings: Database
    """A thousand who come at once, e.g. after the network was away, must not stand before everybody's messages."""

    pages: Database
    """As hellos: a flood of page views leaves the rest to those who are in a conversation."""

    files: Database
    """Who sends or fetches files."""

    search: Database
    """Who searches."""

    reports: Database
    """One who counts a year must leave the other connections to chats."""

    keys: Database
    """Not the part that the pull reads from: whose key is no good is told so though all of that is busy."""

    programs: Database
    """Programs, with all that they ask and do."""

    outgoing: Database
    """Who is told of chats waits for those who chat."""

    exports: Database
    """Exports that go straight to who asked for them."""

    export_jobs: Database
    """Exports that are made into files."""

    system: Database
    """The page of the system."""


def quarter(settings: Settings) -> int:
    """How many connections whoever is not chatting may have at once."""
    return max(1, settings.pool_size // 4)


def share_pool(settings: Settings, database: Database) -> Pools:
    """The parts of one server's pool."""
    most = quarter(settings)
    return Pools(
        greetings=database.part(settings.pool_size // 2),
        pages=database.part(most),
        files=database.part(most),
        search=database.part(max(2, most)),
        reports=database.part(most),
        keys=database.part(most),
        programs=database.part(most),
        outgoing=database.part(max(2, most)),
        exports=database.part(most),
        export_jobs=database.part(max(2, most)),
        system=database.part(1),
    )
