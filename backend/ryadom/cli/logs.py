"""Structured logs on standard error: JSON lines, or columns on a terminal.

What is logged carries ids and counts; never bodies, names, addresses, tokens or the IP of a client. The libraries' own
lines go the same way, and only from warnings on: uvicorn's would name clients. Tracebacks come without local variables,
and of an exception's text only the first line: Postgres names values ("Key (email)=(…) already exists") in the second.
"""

import logging
import sys
import traceback
from typing import TextIO

import structlog
from structlog.typing import ExcInfo, Processor

LIBRARIES = ("uvicorn", "asyncio", "asyncpg", "databases", "websockets")


def configure_logs(*, level: str, form: str, stream: TextIO | None = None) -> None:
    """Sets up structlog and the standard library's logging for this process.

    `level` and `form` are the settings log_level and log_format; `stream` is standard error unless given.
    """
    stream = stream or sys.stderr
    as_json = form == "json" or (form == "auto" and not stream.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(exception_text),
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for library in LIBRARIES:
        logging.getLogger(library).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def exception_text(exc_info: ExcInfo) -> str:
    """The exception and what it came from, the last raised first: types, first lines, and places in the code."""
    parts: list[str] = []
    seen: set[int] = set()
    error: BaseException | None = exc_info[1]
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        parts.append(f"{type(error).__name__}: {_first_line(error)}")
        frames = traceback.extract_tb(error.__traceback__)
        parts += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        if isinstance(error, BaseExceptionGroup):
            parts += [f"  | {line}" for child in error.exceptions for line in _lines_of(child)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(parts)


def _first_line(error: BaseException) -> str:
    # The driver names the argument that it could not encode: that may be the words of a message.
    if isinstance(error, ValueError) and type(error).__module__.startswith("asyncpg"):
        return "(an argument of a query, not shown)"
    return str(error).partition("\n")[0]


def _lines_of(error: BaseException) -> list[str]:
    return exception_text((type(error), error, error.__traceback__)).splitlines()
