"""Texts for CRMs that keep comments as HTML, and back. Pure."""

import html
import re

_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li)>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def markup_of(text: str) -> str:
    """A text as HTML that shows it as it is."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def text_of(markup: str) -> str:
    """What is read of HTML that an editor may have rewritten: by lines, and with the number sign as our mark has it."""
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", markup)))
    return text.replace("№ ", "№\u00a0").strip()
