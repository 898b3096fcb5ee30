"""What pages are told of a site's widget before anybody opens it: its looks as a style sheet, its words, its hours."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from ryadom.core.colours import WHITE, Rgb, mix, parse, readable_on, under_white, write
from ryadom.core.hours import is_open, next_opening
from ryadom.core.widget_rules import RuleOfPage, rules_of_page
from ryadom.core.widget_settings import Form, FormTime, Side, Theme, WidgetSettings, Words
from ryadom.protocol.visitor import ConsentDocument

# As in widget/src/styles/window.css; a test compares them.
LIGHT_SURFACE = parse("#fcfbf9")
DARK_SURFACE = parse("#1e1d1a")
TINT = 0.12
DARK_TINT = 0.22
DEFAULT = WidgetSettings()


class FilesOfPage(Struct, frozen=True):
    """What files the site takes from visitors: for `<input accept>`, and the largest one in millions of bytes."""

    accept: str
    max_mb: int


class LauncherWords(Struct, frozen=True, kw_only=True):
    """What the widget says before the chat is there: what the launcher does, and that the chat did not come."""

    label: str
    failure: str


class Release(Struct, frozen=True, kw_only=True):
    """The widget that this server has: its name in those of its files, and its languages.

    Source: widget/build/release.json, which scripts/build makes of widget/src/languages.
    """

    release: str
    languages: dict[str, LauncherWords]

    def language_of(self, wish: str) -> str:
        """The language for a page in this one (`ru`, `en-GB`): Russian where there is none such."""
        language = wish[:2].lower()
        return language if language in self.languages else "ru"


class FormOfPage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What newcomers are asked: each field with whether it must be filled in; `away`: only while nobody is there."""

    fields: dict[str, bool]
    away: bool = False


class Look(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is not here is as the widget has it by itself.

    `css` goes into the widget's shadow root: the styles of the launcher, and colours and lengths that were chosen.
    `locale` and `release` stand in the names of the files that the page may import. `opens_at`: nobody should be there
    now, and somebody will be from then on. `files`: None where none are taken. `consents`: what a newcomer is to agree
    to before a socket is opened. `copies`: the visitor may have the conversation mailed.
    """

    css: str
    locale: str
    release: str
    label: str
    failure: str
    theme: Theme = Theme.AUTO
    launcher: str = ""
    title: str = ""
    greeting: str = ""
    offline: str = ""
    opens_at: datetime | None = None
    metrica: int | None = None
    rating: bool = True
    rules: list[RuleOfPage] = []
    files: FilesOfPage | None = None
    form: FormOfPage | None = None
    consents: list[ConsentDocument] = []
    copies: bool = False


def look_of(
    settings: WidgetSettings,
    release: Release,
    *,
    styles: str,
    wish: str,
    name: str = "",
    now: datetime,
    consents: Sequence[ConsentDocument] = (),
    can_mail: bool = False,
) -> Look:
    """The look for pages in the language `wish`; `styles` are the launcher's own, `consents` of the site, in it.

    `name`: stands in the window where its owner has named no title. `can_mail`: the server sends mail to visitors.

    The owner words Russian and English. In another language of the widget's its own words stand.
    """
    locale = release.language_of(wish)
    words = {"ru": settings.ru, "en": settings.en}.get(locale, Words())
    own = release.languages[locale]
    files = settings.files
    return Look(
        locale=locale,
        release=release.release,
        label=own.label,
        failure=own.failure,
        css=styles + _chosen_styles(settings, has_words=bool(words.launcher)),
        theme=settings.theme,
        launcher=words.launcher,
        title=words.title or name,
        greeting=words.greeting,
        offline=words.offline,
        opens_at=_opens_at(settings, now),
        metrica=settings.metrica,
        rating=settings.asks_rating,
        rules=rules_of_page(settings.rules, locale),
        files=FilesOfPage(files.accept, files.max_mb) if files.from_visitors else None,
        form=_form(settings.form),
        consents=list(consents),
        copies=can_mail and settings.mail.copies,
    )


def _form(form: Form) -> FormOfPage | None:
    if form.when is FormTime.NEVER:
        return None
    return FormOfPage(fields=form.fields, away=form.when is FormTime.AWAY)


def _opens_at(settings: WidgetSettings, now: datetime) -> datetime | None:
    if not settings.hours:
        return None
    zone = ZoneInfo(settings.time_zone)
    return None if is_open(settings.hours, zone, now) else next_opening(settings.hours, zone, now)


def _chosen_styles(settings: WidgetSettings, *, has_words: bool) -> str:
    rules = []
    if settings.accent != DEFAULT.accent:
        accent = parse(settings.accent)
        rules += [
            f":host{{--ground:{write(under_white(accent))}}}",
            _tokens(".window.window", accent, LIGHT_SURFACE, TINT),
            _tokens(".window.dark.dark", accent, DARK_SURFACE, DARK_TINT),
        ]
    if (settings.offset_x, settings.offset_y) != (DEFAULT.offset_x, DEFAULT.offset_y):
        rules.append(f":host{{--x:{settings.offset_x}px;--y:{settings.offset_y}px}}")
    if settings.side is Side.LEFT:
        rules += [
            ".launcher{right:auto;left:calc(var(--x,16px) + env(safe-area-inset-left))}",
            ".launcher+output{right:auto;left:calc(var(--x,16px) + 72px)}",
            "@media (min-width:480px){.window.window{right:auto;left:12px}}",
        ]
    if has_words:
        rules.append(
            ".launcher{display:flex;align-items:center;gap:10px;width:auto;max-width:calc(100vw - 32px);"
            "padding:0 20px 0 14px;border-radius:28px;font:600 15px/22px system-ui,sans-serif}"
            ".launcher::before{margin:0}"
        )
    return "".join(rules)


def _tokens(selector: str, accent: Rgb, surface: Rgb, tint: float) -> str:
    tokens = {
        "accent": under_white(accent if surface == LIGHT_SURFACE else mix(WHITE, accent, TINT)),
        "accent-text": readable_on(surface, accent),
        "own": mix(accent, surface, tint),
    }
    return f"{selector}{{{';'.join(f'--{name}:{write(colour)}' for name, colour in tokens.items())}}}"
