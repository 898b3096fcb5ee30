"""The protocol as JSON Schema: served at `/protocol.json`, and the source of the TypeScript types.

`python -m ryadom.protocol.schema visitor` prints one side's schema with a single root, the shape that
json-schema-to-typescript turns into discriminated unions.
"""

import inspect
import sys
from typing import Any

import msgspec

from ryadom.protocol import VERSION, operator, visitor

Schema = dict[str, Any]

SIDES = {
    "visitor": {"VisitorCommand": visitor.VisitorCommand, "VisitorEvent": visitor.VisitorEvent},
    "operator": {"OperatorCommand": operator.OperatorCommand, "OperatorEvent": operator.OperatorEvent},
}


def side_schema(side: str) -> Schema:
    """The schema of one socket: `$defs` of every struct, and a property for either direction."""
    unions = SIDES[side]
    directions, defs = msgspec.json.schema_components(list(unions.values()), ref_template="#/$defs/{name}")
    for definition in defs.values():
        if "description" in definition:
            definition["description"] = inspect.cleandoc(definition["description"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{side.capitalize()}Protocol",
        "description": f"Frames of /ws/{side}, protocol version {VERSION}.",
        "type": "object",
        "properties": dict(zip(unions, ({"$ref": f"#/$defs/{name}"} for name in unions), strict=True)),
        "required": list(unions),
        "$defs": defs | dict(zip(unions, directions, strict=True)),
    }


def protocol_schema() -> Schema:
    """Both sockets' schemas by side, with the version."""
    return {"version": VERSION, **{side: side_schema(side) for side in SIDES}}


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(side_schema(sys.argv[1]))) + b"\n")
