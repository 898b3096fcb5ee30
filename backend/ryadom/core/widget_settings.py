"""How a site's widget looks and speaks: what an owner may choose, and reading and changing it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from ryadom.core.challenges import AsksWork
from ryadom.core.files.kinds import FileRules
from ryadom.core.hours import DAYS_OF_WEEK, Day
from ryadom.core.mail_choices import MailChoices, check_mail
from ryadom.core.texts import clean_line
from ryadom.core.widget_rules import MAX_RULES, Rule, check_rules
from ryadom.errors import BadBody, SiteUnknown
from ryadom.privacy.overruling import noted_of, settings_changed
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.newcomers import list_attacks
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.widget_settings import StoredSettings, put_settings, settings_of_sites

MAX_LAUNCHER_CHARS = 24
MAX_TITLE_CHARS = 60
MAX_GREETING_CHARS = 200

Colour = Annotated[str, Meta(pattern=r"^#[0-9a-f]{6}\Z")]
Offset = Annotated[int, Meta(ge=0, le=300)]
CounterId = Annotated[int, Meta(ge=1, le=2**53 - 1)]


class Side(StrEnum):
    """Which lower corner of the page the launcher is in."""

    RIGHT = "right"
    LEFT = "left"


class Theme(StrEnum):
    """`auto` follows the visitor's system."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Words(Struct, frozen=True, kw_only=True):
    """What the widget says in one language; what is empty is said in the widget's own words.

    `launcher`: on the button, beside its icon. `offline`: where nobody is there.
    """

    launcher: Annotated[str, Meta(max_length=MAX_LAUNCHER_CHARS)] = ""
    title: Annotated[str, Meta(max_length=MAX_TITLE_CHARS)] = ""
    greeting: Annotated[str, Meta(max_length=MAX_GREETING_CHARS)] = ""
    offline: Annotated[str, Meta(max_length=MAX_GREETING_CHARS)] = ""


class Asked(StrEnum):
    """Whether the form has a field, and whether it must be filled in."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


class FormTime(StrEnum):
    """When newcomers are asked who they are, before their first message. `away`: when nobody is there to answer."""

    NEVER = "never"
    ALWAYS = "always"
    AWAY = "away"


class Form(Struct, frozen=True, kw_only=True):
    """What is asked; `call`: when to call back. By itself nothing is: what nobody needs is not collected."""

    when: FormTime = FormTime.NEVER
    name: Asked = Asked.OPTIONAL
    phone: Asked = Asked.OPTIONAL
    email: Asked = Asked.NO
    call: Asked = Asked.NO

    @property
    def fields(self) -> dict[str, bool]:
        """The fields there are, in their order, and whether each must be filled in."""
        asked = {"name": self.name, "phone": self.phone, "email": self.email, "call": self.call}
        return {name: how is Asked.REQUIRED for name, how in asked.items() if how is not Asked.NO}


class WidgetSettings(Struct, frozen=True, kw_only=True):
    """All that is chosen for one site.

    `offset_x`, `offset_y`: from the corner, CSS pixels. `hours`: seven days from Monday on, or none at all: then nobody
    is told when somebody will be there. `time_zone`: of the hours, an IANA name. `metrica`: the number of a counter of
    Yandex Metrica that the pages have, which is told of goals. `rules`: where and when the widget is seen, opens by
    itself, or invites. `files`: which are taken. `form`: what newcomers are asked before their first message.
    `asks_rating`: whether it asks how it was, once a conversation is closed. `asks_work`: when newcomers' browsers are
    to work before the first message. `mail`: what goes to visitors by mail. `shows_visitors`: whether operators see who
    is on the pages now, of the visitors who have agreed.
    """

    accent: Colour = "#2f5aa0"
    side: Side = Side.RIGHT
    offset_x: Offset = 16
    offset_y: Offset = 16
    theme: Theme = Theme.AUTO
    ru: Words = Words()
    en: Words = Words()
    time_zone: Annotated[str, Meta(max_length=64)] = "Europe/Moscow"
    hours: Annotated[list[Day | None], Meta(max_length=DAYS_OF_WEEK)] = []
    metrica: CounterId | None = None
    rules: Annotated[list[Rule], Meta(max_length=MAX_RULES)] = []
    files: FileRules = FileRules()
    form: Form = Form()
    asks_rating: bool = True
    asks_work: AsksWork = AsksWork.ATTACK
    mail: MailChoices = MailChoices()
    shows_visitors: bool = False


class SiteWidget(Struct, frozen=True, kw_only=True):
    """A site and its settings; `version` is to be named by who changes them.

    `attacked_since`: newcomers are asked for work since then because too many came; null: they are not.
    """

    site_id: UUID
    key: str
    name: str
    version: int
    settings: WidgetSettings
    attacked_since: datetime | None = None


async def widgets_of_operator(database: Database, operator_id: UUID) -> list[SiteWidget]:
    """The settings of every site that an operator works on, oldest site first."""
    async with database.connection() as connection:
        sites = await sites_of_operator(connection, operator_id)
        stored = await settings_of_sites(connection, [site.id for site in sites])
        attacks = await list_attacks(connection)
    return [
        _widget(site, stored[site.id].version, read_settings(stored[site.id]), attacked_since=attacks.get(site.id))
        for site in sites
    ]


async def change_widget(
    database: Database, operator_id: UUID, site_id: UUID, settings: WidgetSettings, *, over_version: int, by: Actor
) -> SiteWidget:
    """Replaces the settings of a site that the operator works on, and journals who did it.

    Pages have them within two minutes: so long may a browser use what it was told last.

    Raises:
        BadBody: settings that can't be; `field` says which.
        SiteUnknown: the operator works on no such site.
        SettingsChanged: somebody else has changed them since `over_version`.
        JournalUnavailable: the journal can't be written, so nothing is changed.
    """
    settings = check_settings(settings)
    async with database.transaction() as connection:
        site = next((one for one in await sites_of_operator(connection, operator_id) if one.id == site_id), None)
        if site is None:
            raise SiteUnknown("You work on no site with this id.", field="site_id")
        json = msgspec.json.encode(settings).decode()
        if not await put_settings(connection, site.id, json, over_version=over_version):
            raise await settings_changed(connection, noted_of(site, "widget_settings"), by)
        attacks = await list_attacks(connection)
        record = Record(
            controller_id=site.controller_id,
            action=Action.SETTINGS_CHANGED,
            actor=by,
            site_id=site.id,
            details={"what": "widget_settings"},
        )
        await journal.append(connection, [record])
    return _widget(site, over_version + 1, settings, attacked_since=attacks.get(site.id))


def check_settings(settings: WidgetSettings) -> WidgetSettings:
    """The settings with their words tidied.

    Raises:
        BadBody: words that can't be stored, hours of another number of days than seven, a day that closes before it
            opens, a time zone that there is not, a form without fields, or mail as `check_mail`; `field` says which.
    """
    try:
        ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadBody(
            f"There is no time zone {settings.time_zone!r}. Name one as Europe/Moscow.", field="time_zone"
        ) from None
    if len(settings.hours) not in (0, DAYS_OF_WEEK):
        raise BadBody("Hours are of all seven days, Monday first, or of none.", field="hours")
    for day in settings.hours:
        if day is not None and day.opens >= day.closes:
            raise BadBody("A day closes after it opens.", field="hours")
    if settings.hours and not any(settings.hours):
        raise BadBody("Choose at least one working day, or no hours at all.", field="hours")
    if settings.form.when is not FormTime.NEVER and not settings.form.fields:
        raise BadBody("The form asks for nothing. Choose a field, or ask never.", field="form")
    return replace(
        settings,
        ru=_tidy(settings.ru, "ru"),
        en=_tidy(settings.en, "en"),
        rules=check_rules(settings.rules),
        mail=check_mail(settings.mail),
    )


def read_settings(stored: StoredSettings) -> WidgetSettings:
    """What is stored, or what there is where nothing was chosen."""
    return WidgetSettings() if stored.json is None else msgspec.json.decode(stored.json, type=WidgetSettings)


def _tidy(words: Words, language: str) -> Words:
    chosen = {name: getattr(words, name) for name in Words.__struct_fields__}
    return Words(
        **{name: clean_line(text, field=f"{language}.{name}") if text.strip() else "" for name, text in chosen.items()}
    )


def _widget(site: Site, version: int, settings: WidgetSettings, *, attacked_since: datetime | None) -> SiteWidget:
    return SiteWidget(
        site_id=site.id,
        key=site.key,
        name=site.name,
        version=version,
        settings=settings,
        attacked_since=attacked_since,
    )
