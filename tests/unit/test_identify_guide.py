"""docs/identify.md: what it tells owners to write into their servers is believed here."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from ryadom.core.identity_proofs import prove_identity
from ryadom.protocol.visitor import Identify
from ryadom.store.profiles import Identity

GUIDE = (Path(__file__).parents[2] / "docs/identify.md").read_text(encoding="utf-8")
SECRET = "a secret of a site, as long as one is: 43ch"
NAME, EMAIL = "Ёлка «Иванова»", "elka@mail.ru"


def snippets(language: str) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    return "\n".join(part for part in found if "ryadom." not in part)


def by_python() -> tuple[str, str]:
    names: dict[str, Callable[..., str]] = {}
    exec(snippets("python"), names)  # noqa: S102 - our own page
    return names["chat_token"](SECRET, "42", NAME, EMAIL), names["chat_hash"](SECRET, "42")


def by_node() -> tuple[str, str]:
    given = ", ".join(map(json.dumps, (SECRET, "42", NAME, EMAIL)))
    script = f"{snippets('js')}\nconsole.log(chatToken({given}));\nconsole.log(chatHash({given}));"
    return printed("node", "-e", script)


def by_php() -> tuple[str, str]:
    given = ", ".join(json.dumps(text, ensure_ascii=False) for text in (SECRET, "42", NAME, EMAIL))
    call = f'echo chat_token({given}), "\\n", chat_hash({json.dumps(SECRET)}, "42"), "\\n";'
    return printed("php", "-r", f"{snippets('php').removeprefix('<?php')}\n{call}")


def printed(*command: str) -> tuple[str, str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    token, hash_of_id = done.stdout.split()
    return token, hash_of_id


@pytest.mark.parametrize("sign", [by_python, by_node, by_php])
def test_what_the_guide_signs_is_believed(sign: Callable[[], tuple[str, str]]) -> None:
    token, hash_of_id = sign()
    now = datetime.now(UTC)
    proven = prove_identity(Identify(echo_id=uuid4(), token=token), [SECRET], now=now)
    assert proven == Identity(external_id="42", name=NAME, email=EMAIL, is_verified=True)
    by_hash = prove_identity(Identify(echo_id=uuid4(), id="42", hash=hash_of_id), [SECRET], now=now)
    assert by_hash == Identity(external_id="42")
