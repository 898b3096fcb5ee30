"""The messengers that 41-FZ names, and links to them in a text.

From 2025-06-01 state bodies, banks, telecoms and some more may not write to their customers through these.
"""

import re
import unicodedata
from collections.abc import Mapping

# Domains with all below them, and schemes of links that open the program.
MESSENGERS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Discord": (("discord.com", "discord.gg", "discordapp.com"), ("discord",)),
    "Microsoft Teams": (("teams.microsoft.com", "teams.live.com"), ("msteams",)),
    "Skype": (("skype.com", "meet.lync.com"), ("skype",)),
    "Snapchat": (("snapchat.com",), ("snapchat",)),
    "Telegram": (("t.me", "telegram.me", "telegram.org", "telegram.dog"), ("tg",)),
    "Threema": (("threema.ch", "threema.id"), ("threema",)),
    "Viber": (("viber.com",), ("viber",)),
    "WhatsApp": (("wa.me", "whatsapp.com"), ("whatsapp",)),
    "WeChat": (("wechat.com", "weixin.qq.com"), ("wechat", "weixin")),
}

_BY_DOMAIN = {domain: name for name, (domains, _) in MESSENGERS.items() for domain in domains}
_BY_SCHEME = {scheme: name for name, (_, schemes) in MESSENGERS.items() for scheme in schemes}
# A host ends where no further label follows; "t.me" is neither in "contact.me" nor in "t.me.ru".
_LINK = re.compile(
    rf"(?<![\w@-])(?:(?P<domain>{'|'.join(map(re.escape, _BY_DOMAIN))})(?![\w-]|\.[\w-])"
    rf"|(?P<scheme>{'|'.join(map(re.escape, _BY_SCHEME))}):(?=[\w/?+]))"
)
# What browsers take for a dot or pass over, so that a link works and its text looks otherwise.
_DOTS = str.maketrans({"。": ".", "．": ".", "｡": "."} | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def linked_messenger(text: str) -> str | None:
    """The first listed messenger that a text links to, with or without `https://`; None where it links to none."""
    found = _LINK.search(unicodedata.normalize("NFKC", text.translate(_DOTS)).lower())
    if found is None:
        return None
    return _BY_DOMAIN[found["domain"]] if found["domain"] else _BY_SCHEME[found["scheme"]]


def messenger_at(host: str) -> str | None:
    """The listed messenger that this host belongs to."""
    return next((name for domain, name in _BY_DOMAIN.items() if f".{host}".endswith(f".{domain}")), None)
