"""Reads the environment and the settings file, and validates everything together."""

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ryadom.errors import BadSetting
from ryadom.settings.table import SETTINGS, Setting, Settings

PREFIX = "RYADOM_"
CONFIG_VARIABLE = "RYADOM_CONFIG"
# Read by the scripts and the tests, not by the server; named here so that a start beside them is not refused.
SCRIPT_VARIABLES = ("RYADOM_CHROMIUM", "RYADOM_PYTHON", "RYADOM_TEST_DATABASE_URL")


def load_settings(environ: Mapping[str, str], *, file: Path | None = None) -> Settings:
    """Reads and validates every setting.

    `file` stands in for RYADOM_CONFIG. Reads that file, and nothing else.

    Raises:
        BadSetting: naming every bad variable or key, its value (unless secret) and the remedy, one a line; `field` is
            the first of them.
    """
    if file is None and environ.get(CONFIG_VARIABLE):
        file = Path(environ[CONFIG_VARIABLE])
    complaints: list[tuple[str, str]] = []
    texts = _texts_of_file(file, complaints) if file else {}
    for setting in SETTINGS:
        if environ.get(setting.env):
            texts[setting.name] = (setting.env, environ[setting.env])
    known = {CONFIG_VARIABLE, *(setting.env for setting in SETTINGS)}
    complaints += [
        (variable, f"{variable}: no such setting{_nearest(variable, known)}")
        for variable in sorted(environ)
        if variable.startswith(PREFIX) and variable not in {*known, *SCRIPT_VARIABLES}
    ]
    values: dict[str, Any] = {"data_dir": default_data_dir(environ)}
    for setting in SETTINGS:
        if setting.name in texts:
            source, text = texts[setting.name]
            try:
                values[setting.name] = setting.read(text.strip())
            except ValueError as error:
                complaints.append((source, _complaint(setting, source, text, error)))
    if "smtp_url" in values and "mail_from" not in texts:
        complaints.append(("RYADOM_MAIL_FROM", "RYADOM_MAIL_FROM: must be set with RYADOM_SMTP_URL: chat@example.ru"))
    if complaints:
        raise BadSetting("\n".join(line for _, line in complaints), field=complaints[0][0])
    return Settings(**values)


def default_data_dir(environ: Mapping[str, str]) -> Path:
    """Where data lives unless RYADOM_DATA_DIR says otherwise."""
    if os.geteuid() == 0:
        return Path("/var/lib/ryadom")
    home = environ.get("XDG_DATA_HOME") or str(Path(environ.get("HOME") or "~").expanduser() / ".local/share")
    return Path(home) / "ryadom"


def _texts_of_file(file: Path, complaints: list[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        complaints.append((CONFIG_VARIABLE, f"{CONFIG_VARIABLE}: can't read {file}: {error.strerror}"))
        return {}
    except ValueError as error:
        complaints.append((CONFIG_VARIABLE, f"{CONFIG_VARIABLE}: {file} is not TOML in UTF-8: {error}"))
        return {}
    names = {setting.env.removeprefix(PREFIX).lower(): setting for setting in SETTINGS}
    texts = {}
    for key, value in content.items():
        source = f"{file}: {key}"
        if key not in names:
            complaints.append((source, f"{source}: no such setting{_nearest(key, names)}"))
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            texts[names[key].name] = (source, " ".join(value))
        elif isinstance(value, str | int) and not isinstance(value, bool):
            texts[names[key].name] = (source, str(value))
        else:
            complaints.append((source, f"{source}: must be a text, a whole number or a list of texts"))
    return {name: (source, text) for name, (source, text) in texts.items() if text}


def _nearest(name: str, known: Iterable[str]) -> str:
    # Without the prefix that all share, which would make every two names seem near.
    by_ending = {one.removeprefix(PREFIX): one for one in known}
    nearest = difflib.get_close_matches(name.removeprefix(PREFIX), by_ending, n=1)
    return f"; did you mean {by_ending[nearest[0]]}?" if nearest else "; `ryadom settings` lists them all"


def _complaint(setting: Setting, source: str, text: str, error: ValueError) -> str:
    value = "" if setting.secret else f" {text.strip()!r}"
    line = f"{source}:{value} {error}"
    if re.match(r"(tcp|udp)://", text):
        line += " (Kubernetes sets such variables for a service named ryadom: set enableServiceLinks: false)"
    return line
