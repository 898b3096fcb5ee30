"""Which field of a CRM's card says what: templates such as `Чат с сайта {site}`, filled with what is known. Pure."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ryadom.core.campaigns import CLICKS, NAMES
from ryadom.core.connectors.protocol import Case
from ryadom.core.connectors.transcript import plain
from ryadom.errors import BadBody

MAX_FIELDS = 50
MAX_TEMPLATE_CHARS = 1_000
# amoCRM's fields have numbers for names.
_FIELD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]{0,59}", re.ASCII)
_NAME = re.compile(r"\{([a-z_]*)\}")
_BASES = {"consent": "согласие", "other": "иное"}

CAMPAIGN: Mapping[str, str] = MappingProxyType({name: f"{{{name}}}" for name in NAMES})
"""The template of each utm parameter, by its name."""


def _of_campaign(name: str) -> Callable[[Case], str]:
    return lambda case: case.campaign.get(name, "")


VALUES: Mapping[str, Callable[[Case], str]] = MappingProxyType(
    {
        "site": lambda case: case.site,
        "conversation_id": lambda case: str(case.conversation_id),
        "link": lambda case: case.link,
        "date": lambda case: f"{case.began_at.astimezone(case.zone):%d.%m.%Y %H:%M}",
        "name": lambda case: case.name,
        "phone": lambda case: case.phone,
        "email": lambda case: case.email,
        "company": lambda case: case.company,
        "about": lambda case: case.about,
        "external_id": lambda case: case.external_id,
        "operator": lambda case: case.operator,
        "department": lambda case: case.department,
        "result": lambda case: case.result,
        "tags": lambda case: ", ".join(case.tags),
        "score": lambda case: str(case.score or ""),
        "rating_comment": lambda case: case.rating_comment,
        "landing_url": lambda case: case.landing_url,
        "referrer": lambda case: case.referrer,
        **{name: _of_campaign(name) for name in (*NAMES, *CLICKS)},
        "metrica_client_id": lambda case: case.metrica_client_id,
        "basis": lambda case: _BASES.get(case.basis, "не выбрано"),
        "advertising_consent": lambda case: "да" if case.advertising_consent else "нет",
    }
)
"""What a template may name."""


def check_mapping(mapping: Mapping[str, str], *, reserved: frozenset[str]) -> None:
    """Lets a mapping pass that can be filled.

    Raises:
        BadBody: too many fields, a name that no field has or that is ours, or a template that names what there is not;
            `field` says where.
    """
    if len(mapping) > MAX_FIELDS:
        raise BadBody(f"Map at most {MAX_FIELDS} fields.", field="mapping")
    for field, template in mapping.items():
        place = f"mapping.{field[:60]}"
        if not _FIELD.fullmatch(field):
            raise BadBody(f"{field[:60]!r} is no name of a field: letters, digits and `_`.", field="mapping")
        if field in reserved:
            raise BadBody(f"{field} is filled by the connector itself: leave it out.", field=place)
        if len(template) > MAX_TEMPLATE_CHARS:
            raise BadBody(f"The template of {field} is longer than {MAX_TEMPLATE_CHARS} characters.", field=place)
        for name in _NAME.findall(template):
            if name not in VALUES:
                raise BadBody(
                    f"{field} names {{{name}}}, which there is not. There are: {', '.join(VALUES)}.", field=place
                )


def names_in(template: str) -> list[str]:
    """What it names, in order."""
    return _NAME.findall(template)


def fill(template: str, case: Case, *, max_chars: int) -> str:
    """The template with what is known, without the lines that name something of which nothing is.

    Empty where it names something, and nothing of that is known.
    """
    lines = [(line, [VALUES[name](case) for name in _NAME.findall(line)]) for line in template.split("\n")]
    if any(values for _, values in lines) and not any(any(values) for _, values in lines):
        return ""
    kept = "\n".join(line for line, values in lines if not values or any(values))
    return _NAME.sub(lambda found: plain(VALUES[found[1]](case)), kept).strip()[:max_chars]
