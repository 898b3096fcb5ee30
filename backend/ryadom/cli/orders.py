"""What the parent of several workers and a worker say to each other; the parent reads none of what a worker serves."""

from msgspec import Struct

READY = b"ready\n"


class Orders(Struct, frozen=True):
    """What a worker is told at its start."""

    database_url: str
    secret_keys: tuple[str, ...]
