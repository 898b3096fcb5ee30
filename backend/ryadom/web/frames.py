"""Text frames from outside as typed commands, and what is wrong with those that are none."""

from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from ryadom.errors import BadFrame, UnknownCommand

C = TypeVar("C")


class CommandIds(msgspec.Struct, frozen=True):
    """What names a command in its answer, an error included."""

    echo_id: UUID | None = None
    request_id: str | None = None


class FrameDecoder(Generic[C]):
    """Decodes one side's commands. `commands` is the union of their structs."""

    def __init__(self, commands: object) -> None:
        self._decoder: msgspec.json.Decoder[C] = msgspec.json.Decoder(commands)

    def decode(self, text: str) -> C:
        """The command.

        Raises:
            BadFrame: not JSON, or not of the command's shape; `field` is the path of what is wrong.
            UnknownCommand: no such `type`.
        """
        try:
            return self._decoder.decode(text)
        except msgspec.ValidationError as error:
            reason, _, path = str(error).partition(" - at `$")
            field = path.rstrip("`").removeprefix(".") or None
            if field == "type" and reason.startswith("Invalid value"):
                raise UnknownCommand(f"{reason}: this server has no such command.", field="type") from None
            raise BadFrame(f"{reason}. docs/protocol.md and /protocol.json tell the shape.", field=field) from None
        except (msgspec.DecodeError, RecursionError, ValueError) as error:
            raise BadFrame(f"The frame is not JSON: {error or 'nested too deep'}.") from None


def ids_of(text: str) -> CommandIds:
    """The ids of a frame that could not be decoded, so that its sender knows which one failed."""
    try:
        return msgspec.json.decode(text, type=CommandIds)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return CommandIds()
