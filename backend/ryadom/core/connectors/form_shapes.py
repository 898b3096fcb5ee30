"""What a form is, by which a person sets a CRM up: settings by their words, and what stands in a card unless mapped."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from ryadom.errors import BadBody

MAX_VALUE_CHARS = 8_000
"""A long-lived token is a JWT of a few thousand characters."""


class Input(StrEnum):
    """How a setting is asked for. A secret is written once and never shown; the last four are picked from a list of
    the CRM's own (`protocol.Lists`). Of a place, which is a funnel or a shop, the hint says what none of them is."""

    SECRET = "secret"  # noqa: S105 (the name of an input)
    LINE = "line"
    NUMBER = "number"
    CHOICE = "choice"
    PLACE = "place"
    STAGE = "stage"
    PERSON = "person"
    SOURCE = "source"


class Words(Struct, frozen=True):
    """The same in the languages of the panel."""

    ru: str
    en: str


class Option(Struct, frozen=True):
    """One value of a choice."""

    value: str
    words: Words


class Setting(Struct, frozen=True, kw_only=True):
    """One of the settings that a kind takes. `default`: what a new form begins with; `nothing`: what an empty field is.

    `only_if`: it means something only where another setting has this value. `is_access`: it says as whom we call, so
    that it is tried once it is kept, as secrets are: half of it with the stored password is somebody else's login.
    """

    name: str
    input: Input
    words: Words
    hint: Words | None = None
    default: str = ""
    nothing: str = ""
    options: tuple[Option, ...] = ()
    only_if: tuple[str, str] | None = None
    is_access: bool = False


class Form(Struct, frozen=True, kw_only=True):
    """What a kind is set up by. `mapping`: templates of fields that nobody maps otherwise; `reserved`: fields that the
    connector fills itself."""

    kind: str
    title: str
    lead: Words
    settings: tuple[Setting, ...]
    mapping: Mapping[str, str]
    reserved: tuple[str, ...]

    @property
    def secrets(self) -> frozenset[str]:
        """Names of the settings that are never shown."""
        return frozenset(one.name for one in self.settings if one.input is Input.SECRET)

    @property
    def access(self) -> frozenset[str]:
        """Names of the settings that say as whom we call, without the secrets."""
        return frozenset(one.name for one in self.settings if one.is_access)

    def shown(self, settings: Mapping[str, object]) -> dict[str, str]:
        """Those of stored settings that may be shown, each as it stands in its field; of others nothing."""
        shown = {}
        for one in self.settings:
            if one.input is not Input.SECRET:
                value = str(settings.get(one.name, one.default))
                shown[one.name] = "" if value == one.nothing else value
        return shown

    def read(self, given: Mapping[str, str]) -> dict[str, str]:
        """What was written into the form, as settings: an empty secret stays as it is stored.

        Raises:
            BadBody: the form has no such field, or more stands in it than fits; `field` says which.
        """
        known = {one.name: one for one in self.settings}
        settings = {}
        for name, value in given.items():
            if name not in known:
                raise BadBody(f"{self.title} has no setting {name[:60]!r}: {', '.join(known)}.", field="settings")
            if len(value) > MAX_VALUE_CHARS:
                raise BadBody(f"{name} is longer than {MAX_VALUE_CHARS} characters.", field=f"settings.{name}")
            text = value.strip()
            if text or known[name].input is not Input.SECRET:
                settings[name] = text or known[name].nothing
        return settings
