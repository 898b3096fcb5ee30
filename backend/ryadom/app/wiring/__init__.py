"""The composition root: the only place that makes the parts of a server and joins them, a module for each room.

`parts.py` shows how they are put together, `endpoints.py` what of them the web sees.
"""

from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.endpoints import wire_endpoints
from ryadom.app.wiring.parts import Parts, wire

__all__ = ["Parts", "utc_now", "wire", "wire_endpoints"]
