"""Logs: one shape for ours and the libraries' lines, and nothing in them that is not for the log."""

import io
import json
import logging

import structlog


def test_every_line_is_json_with_time_level_and_logger(log: io.StringIO) -> None:
    structlog.get_logger("ryadom.test").info("ready", port=8000)
    logging.getLogger("another.library").warning("it %s", "works")

    ours, theirs = (json.loads(line) for line in log.getvalue().splitlines())
    assert (ours["event"], ours["port"], ours["level"], ours["logger"]) == ("ready", 8000, "info", "ryadom.test")
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("it works", "warning", "another.library")
    assert "timestamp" in ours


def test_libraries_that_would_name_clients_are_heard_from_warnings_on(log: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").info("10.0.0.1 connected")
    logging.getLogger("uvicorn.access").info("10.0.0.1 GET /")

    assert log.getvalue() == ""


def fail_over(token: str) -> None:
    """Raises a group that comes from an error such as asyncpg's, with `token` in its frame."""
    try:
        int(token[:0], base=10)
    except ValueError as error:
        cause = ValueError(f"duplicate key\nDETAIL:  Key (email)=({token}) already exists.")
        raise ExceptionGroup("two", [KeyError("inner"), error]) from cause


def test_traceback_has_places_but_neither_local_variables_nor_details(log: io.StringIO) -> None:
    try:
        fail_over("anna@shop.ru")
    except ExceptionGroup:
        structlog.get_logger("ryadom.test").exception("failed")

    text = log.getvalue()
    shown = json.loads(text)["exception"]
    assert "ExceptionGroup: two" in shown
    assert "KeyError: 'inner'" in shown
    assert "ValueError: duplicate key" in shown
    assert f"{__file__}:" in shown
    assert "anna@shop.ru" not in text
