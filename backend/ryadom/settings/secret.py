"""The secret key that is made on the first start and kept in the data folder."""

import os
import secrets
from pathlib import Path

import msgspec

from ryadom.errors import BadSetting
from ryadom.settings import readers
from ryadom.settings.table import Settings

FILE_NAME = "secret_key"


def with_secret_keys(settings: Settings) -> Settings:
    """The settings with at least one secret key.

    With the embedded Postgres and no key set, reads `secret_key` in the data folder, and makes it (mode 0600) if it is
    not there yet. The folder must exist.

    Raises:
        BadSetting: no key is set for an external database, or the kept one can't be read or used.
    """
    if settings.secret_keys:
        return settings
    if settings.database_url is not None:
        raise BadSetting(
            "RYADOM_SECRET_KEY: must be set with an external database, the same for every process; "
            "make one with: openssl rand -base64 48",
            field="RYADOM_SECRET_KEY",
        )
    file = settings.data_dir / FILE_NAME
    try:
        text = _kept(file)
        keys = readers.secret_keys(text)
    except OSError as error:
        raise BadSetting(
            f"RYADOM_SECRET_KEY: is not set, and {file} can't be used ({error.strerror}); "
            "let this user read and write the data folder, or set the variable",
            field="RYADOM_SECRET_KEY",
        ) from error
    except ValueError as error:
        raise BadSetting(f"{file}: {error}", field="RYADOM_SECRET_KEY") from error
    if not keys:
        raise BadSetting(
            f"{file} is empty: put the key back from a backup, or delete the file (visitors then start new chats)",
            field="RYADOM_SECRET_KEY",
        )
    return msgspec.structs.replace(settings, secret_keys=keys)


def _kept(file: Path) -> str:
    """The file's text. It is written beside and linked into place, so that it is whole and a second start keeps it."""
    if not file.exists():
        draft = file.with_name(f"{FILE_NAME}.{os.getpid()}")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass  # another start was first: its key is the key
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii")
