"""Contact cards for address books. Source: RFC 2426 (vCard 3.0), which phones, Outlook and CRMs all read."""

import re
from collections.abc import Mapping

LINE_BYTES = 75
"""Of a line without its end; what is longer goes on in the next, behind a space."""
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def vcard(row: Mapping[str, object]) -> bytes | None:
    """The card of a customer, by the columns of that table; None where nothing is known to address them by."""
    name, phone, email = (_escaped(str(row[column])) for column in ("name", "phone", "email"))
    called = name or phone or email
    if not called:
        return None
    lines = [
        ("BEGIN", "VCARD"),
        ("VERSION", "3.0"),
        ("UID", f"urn:uuid:{row['id']}"),
        ("FN", called),
        # Of a name it is not known which part is the family's
        ("N", f";{called};;;"),
        ("TEL;TYPE=CELL", phone),
        ("EMAIL;TYPE=INTERNET", email),
        ("ORG", _escaped(str(row["company"]))),
        ("NOTE", _escaped(str(row["about"]))),
        ("X-RYADOM-SITE", _escaped(str(row["site"]))),
        ("X-RYADOM-BASIS", _escaped(str(row["basis"]))),
        ("X-RYADOM-ADVERTISING-CONSENT", "yes" if row["advertising_consent"] else "no"),
        ("END", "VCARD"),
    ]
    return b"".join(_folded(f"{property}:{value}") for property, value in lines if value)


def _escaped(text: str) -> str:
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line in lines of at most 75 octets, none of which ends within a character."""
    folded, room = bytearray(), LINE_BYTES
    for character in line:
        octets = character.encode()
        if len(octets) > room:
            folded += b"\r\n "
            room = LINE_BYTES - 1
        folded += octets
        room -= len(octets)
    return bytes(folded + b"\r\n")
