"""What `ryadom connector` is given: settings as JSON, and pairs of a name and a value."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

STANDARD_INPUT = "-"
MAX_SETTINGS_BYTES = 65_536


def read_settings(source: str) -> dict[str, object]:
    """Settings, which hold a secret: so they are in no argument, which everybody on the machine sees.

    `source`: a file, or `-` for standard input.
    """
    import msgspec

    try:
        if source == STANDARD_INPUT:
            text = sys.stdin.buffer.read(MAX_SETTINGS_BYTES)
        else:
            with Path(source).open("rb") as file:
                text = file.read(MAX_SETTINGS_BYTES)
        return msgspec.json.decode(text, type=dict[str, object])
    except OSError as error:
        raise click.UsageError(f"{source} can't be read: {error.strerror}.") from None
    except (msgspec.MsgspecError, UnicodeDecodeError):
        # What stands there may be a secret: it is not repeated.
        raise click.UsageError('Settings are a JSON object, as {"url": "https://…"}.') from None


def pairs_of(texts: Sequence[str], option: str) -> dict[str, str]:
    """What `option` was given, by name."""
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.UsageError(f"{option} takes NAME=VALUE.")
        pairs[name] = value
    return pairs
