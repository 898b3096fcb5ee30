"""The table of every setting, and the struct that holds their values."""

from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from msgspec import Struct

from ryadom.settings import readers
from ryadom.settings.bus_url import BusUrl, bus_url
from ryadom.settings.smtp_url import SmtpUrl, smtp_url


class Settings(Struct, frozen=True, kw_only=True):
    """What the process runs with. Its repr says of secrets only whether they are set."""

    database_url: str | None = None
    bus_url: BusUrl | None = None
    data_dir: Path
    files_dir: Path | None = None
    files_quota_mb: int = 10_240
    secret_keys: tuple[str, ...] = ()
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    public_url: str | None = None
    smtp_url: SmtpUrl | None = None
    mail_from: str | None = None
    mail_language: str = "ru"
    host: str = "127.0.0.1"
    port: int = 8000
    metrics_token: str | None = None
    log_format: str = "auto"
    log_level: str = "info"
    pool_size: int = 8
    max_connections: int = 20_000
    max_sockets_per_address: int = 1_000
    visitor_token_lifetime_days: int = 365
    session_idle_hours: int = 12
    panel_lock_minutes: int = 0
    edit_window_minutes: int = 15
    attack_newcomers: int = 60
    work_numbers: int = 200_000

    @property
    def files_folder(self) -> Path:
        """Where files of conversations are."""
        return self.files_dir or self.data_dir / "files"

    def __repr__(self) -> str:
        shown = (f"{setting.name}={setting.shown(self)!r}" for setting in SETTINGS)
        return f"Settings({', '.join(shown)})"


class Setting(Struct, frozen=True, kw_only=True):
    """One row of the table. `read` turns the text of a variable into the value, or raises ValueError saying why not."""

    name: str
    env: str
    default: str
    unit: str
    help: str
    read: Callable[[str], object]
    secret: bool = False

    def shown(self, settings: Settings) -> str:
        """The value for people's eyes; of a secret only whether it is set."""
        value = getattr(settings, self.name)
        if value is None or value == ():
            return ""
        if self.secret:
            return "(set)"
        return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


SETTINGS = (
    Setting(
        name="database_url",
        env="RYADOM_DATABASE_URL",
        default="embedded Postgres",
        unit="URL",
        help="An external Postgres 15 or newer: `postgresql://USER:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full`. "
        "Unset: the server starts a Postgres of its own in the data folder.",
        read=readers.database_url,
        secret=True,
    ),
    Setting(
        name="bus_url",
        env="RYADOM_BUS_URL",
        default="Postgres",
        unit="URL",
        help="How several processes hear of each other: `nats://USER:PASSWORD@HOST:4222` (or `tls://`; several hosts "
        "separated by commas), `redis://USER:PASSWORD@HOST:6379` (or `rediss://`, `valkey://`, `valkeys://`). Unset: "
        "by notifications of Postgres. The same for every process.",
        read=bus_url,
        secret=True,
    ),
    Setting(
        name="data_dir",
        env="RYADOM_DATA_DIR",
        default="`/var/lib/ryadom` as root, else `~/.local/share/ryadom`",
        unit="folder",
        help="The embedded Postgres and the secret key. Back it up, never put it on a network file system.",
        read=readers.folder,
    ),
    Setting(
        name="files_dir",
        env="RYADOM_FILES_DIR",
        default="`files` in the data folder",
        unit="folder",
        help="Files that visitors and operators send, by their hashes. Back it up with the database. Servers on "
        "several machines need one folder that all of them see, which may be on a network file system.",
        read=readers.folder,
    ),
    Setting(
        name="files_quota_mb",
        env="RYADOM_FILES_QUOTA_MB",
        default="10240",
        unit="MB",
        help="The most that the files of one site may take of the disk. 0: as much as there is.",
        read=readers.whole(0, 100_000_000),
    ),
    Setting(
        name="secret_keys",
        env="RYADOM_SECRET_KEY",
        default="made on the first start with the embedded Postgres",
        unit="keys",
        help="Signs visitors' tokens and seals secrets in the database. One key, or several separated by spaces or "
        f"commas: the newest first, older ones are still accepted. At least {readers.MIN_SECRET_CHARS} characters "
        "each. Required with an external Postgres.",
        read=readers.secret_keys,
        secret=True,
    ),
    Setting(
        name="trusted_proxies",
        env="RYADOM_TRUSTED_PROXIES",
        default="none",
        unit="networks",
        help="Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: addresses or networks (`127.0.0.1 "
        "10.0.0.0/8`), separated by spaces or commas.",
        read=readers.networks,
    ),
    Setting(
        name="public_url",
        env="RYADOM_PUBLIC_URL",
        default="derived from each request",
        unit="origin",
        help="Where browsers reach this server: `https://chat.example.ru`. Set it behind a proxy.",
        read=readers.origin,
    ),
    Setting(
        name="smtp_url",
        env="RYADOM_SMTP_URL",
        default="no mail is sent",
        unit="URL",
        help="Where mail is handed in: `smtps://USER:PASSWORD@smtp.example.ru` (port 465), or `smtp://…` (587) with "
        "STARTTLS, which is demanded beyond this machine. The host must be in the register: `ryadom egress add`.",
        read=smtp_url,
        secret=True,
    ),
    Setting(
        name="mail_from",
        env="RYADOM_MAIL_FROM",
        default="none",
        unit="address",
        help="The address that mail comes from: `chat@example.ru`. Required with `RYADOM_SMTP_URL`.",
        read=readers.mail_address,
    ),
    Setting(
        name="mail_language",
        env="RYADOM_MAIL_LANGUAGE",
        default="ru",
        unit="ru, en",
        help="The language of mail.",
        read=readers.one_of("ru", "en"),
    ),
    Setting(
        name="host",
        env="RYADOM_HOST",
        default="127.0.0.1",
        unit="address",
        help="The address to listen on. Beyond this machine, put a proxy with TLS in front.",
        read=readers.host,
    ),
    Setting(
        name="port",
        env="RYADOM_PORT",
        default="8000",
        unit="port",
        help="The TCP port to listen on.",
        read=readers.whole(1, 65535),
    ),
    Setting(
        name="metrics_token",
        env="RYADOM_METRICS_TOKEN",
        default="none",
        unit="text",
        help="Opens `/metrics` to `Authorization: Bearer …`. Unset: only to direct requests from this machine.",
        read=readers.token,
        secret=True,
    ),
    Setting(
        name="log_format",
        env="RYADOM_LOG_FORMAT",
        default="auto",
        unit="auto, json, console",
        help="How log lines look; `auto` is `console` on a terminal and `json` elsewhere.",
        read=readers.one_of("auto", "json", "console"),
    ),
    Setting(
        name="log_level",
        env="RYADOM_LOG_LEVEL",
        default="info",
        unit="debug, info, warning, error",
        help="The least important kind of line that is logged.",
        read=readers.one_of("debug", "info", "warning", "error"),
    ),
    Setting(
        name="pool_size",
        env="RYADOM_POOL_SIZE",
        default="8",
        unit="connections",
        help="The most connections to Postgres that the process keeps.",
        read=readers.whole(2, 100),
    ),
    Setting(
        name="max_connections",
        env="RYADOM_MAX_CONNECTIONS",
        default="20000",
        unit="connections",
        help="The most clients that one process holds. It also stays below the limit of descriptors, which the start "
        "raises as far as it may.",
        read=readers.whole(100, 1_000_000),
    ),
    Setting(
        name="max_sockets_per_address",
        env="RYADOM_MAX_SOCKETS_PER_ADDRESS",
        default="1000",
        unit="sockets",
        help="The most chats and panels that one IPv4 address, or one /64 of IPv6, holds open in one process; what it "
        "may send follows from it. Raise it where more people come from behind one address.",
        read=readers.whole(50, 1_000_000),
    ),
    Setting(
        name="visitor_token_lifetime_days",
        env="RYADOM_VISITOR_TOKEN_LIFETIME_DAYS",
        default="365",
        unit="days",
        help="How long after the last visit a browser still finds its conversation.",
        read=readers.whole(1, 3650),
    ),
    Setting(
        name="session_idle_hours",
        env="RYADOM_SESSION_IDLE_HOURS",
        default="12",
        unit="hours",
        help="An operator is signed out after so long without the panel open.",
        read=readers.whole(1, 720),
    ),
    Setting(
        name="panel_lock_minutes",
        env="RYADOM_PANEL_LOCK_MINUTES",
        default="0",
        unit="minutes",
        help="An open panel that nobody has touched for so long, in any tab, signs its operator out. 0: never.",
        read=readers.whole(0, 1_440),
    ),
    Setting(
        name="edit_window_minutes",
        env="RYADOM_EDIT_WINDOW_MINUTES",
        default="15",
        unit="minutes",
        help="For how long an operator may edit or delete a message of their own. 0: not at all. Who may delete any "
        "message may do so at any time.",
        read=readers.whole(0, 1_440),
    ),
    Setting(
        name="attack_newcomers",
        env="RYADOM_ATTACK_NEWCOMERS",
        default="60",
        unit="visitors",
        help="So many new visitors who begin a conversation on a site within 5 minutes are an attack, unless three "
        "times what the busiest hour of its week has in 5 minutes is more: then their browsers are asked for work "
        "first.",
        read=readers.whole(5, 1_000_000),
    ),
    Setting(
        name="work_numbers",
        env="RYADOM_WORK_NUMBERS",
        default="200000",
        unit="hashes",
        help="How much work a new visitor's browser is asked for under attack: so many hashes at most, half of them on "
        "average. Twice as many take a slow phone, and a bot, twice as long.",
        read=readers.whole(1_000, 10_000_000),
    ),
)
