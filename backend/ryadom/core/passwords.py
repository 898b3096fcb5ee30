"""Passwords: argon2id hashes, made in two threads: a wave of sign-ins neither blocks the loop nor eats memory."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ryadom.errors import BadBody

MIN_CHARS = 10
MAX_CHARS = 256
MIN_DIFFERENT_CHARS = 5

# OWASP's first choice for argon2id: 19 MiB, two passes, one lane; 38 ms on the machine of docs/architecture.md.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_THREADS = 2

COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split())
"""The most used passwords of ten characters and more, Russian ones too, in lower case."""


class Passwords:
    """Hashes and checks passwords in at most two threads."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="argon2")
        self._nobodys: str | None = None

    def close(self) -> None:
        """Ends the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def hash(self, password: str) -> str:
        """A hash to keep."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, hash_password, password)

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Whether the password is right. Without a hash (nobody has this address) it takes as long and says no."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._verify, password, password_hash)

    def _verify(self, password: str, password_hash: str | None) -> bool:
        if password_hash is None:
            self._nobodys = self._nobodys or _HASHER.hash(secrets.token_urlsafe())
        try:
            _HASHER.verify(password_hash or self._nobodys or "", password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None


def hash_password(password: str) -> str:
    """A hash to keep."""
    return _HASHER.hash(password)


def check_password(password: str, *, email: str = "") -> str:
    """The password, if it may be one. Length counts, kinds of characters don't: rules about those make worse passwords.

    Raises:
        BadBody: shorter than 10 or longer than 256 characters, of fewer than 5 different ones, the own address, or one
            of those that are tried first.

    Source: NIST SP 800-63B-4, section 3.1.1.2.
    """
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        raise BadBody(f"A password has {MIN_CHARS} to {MAX_CHARS} characters.", field="password")
    plain = password.strip().casefold()
    name, _, host = email.casefold().partition("@")
    if plain in COMMON or len(set(plain)) < MIN_DIFFERENT_CHARS or plain in (f"{name}@{host}", name, name + name):
        raise BadBody(
            "This password is among the first that are tried. Take another, e.g. four words.", field="password"
        )
    return password
