"""What goes over the sockets: frozen tagged structs, one JSON object per text frame.

Commands go to the server and are named by imperatives; events come from it and are named by past participles or nouns.
The field `type` is the tag. `docs/protocol.md` tells the same to people; `schema.py` makes the JSON Schema from here.
"""

VERSION = 1
"""The newest protocol version this server speaks."""

OLDEST_VERSION = 1
"""The oldest one: cached widgets stay old for weeks."""

MAX_FRAME_BYTES = 65_536
"""Largest frame from a client, in bytes; a larger one closes the socket with 1009."""

MAX_BODY_CHARS = 4_000
"""Longest message, in Unicode code points."""

MAX_CHOICES = 8
"""Most answers that one message may offer."""

MAX_CHOICE_CHARS = 60
"""Longest such answer, in Unicode code points."""

MAX_BOT_NAME_CHARS = 60
"""Longest name of a bot, in Unicode code points."""

MAX_FILES = 10
"""Most files of one message."""

MAX_FILE_NAME_CHARS = 100
"""Longest name of a file, in Unicode code points, with its ending."""

MAX_FILE_NAME_BYTES = 240
"""The same in UTF-8: a page of the longest messages, with as many files as they may have, must fit an outbox."""

MAX_PAGE_ENTRIES = 200
"""Most entries in one `history`."""

MAX_MENTIONS = 20
"""Most colleagues that one note may call."""

TYPING_LEASE_S = 6.0
"""How long a sign of typing holds, in seconds, unless it is said again."""
