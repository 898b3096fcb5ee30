"""Settings: where values come from, and what bad ones are told."""

import os
import stat
from ipaddress import ip_network
from pathlib import Path

import msgspec
import pytest

from ryadom.cli.settings import as_markdown
from ryadom.errors import BadSetting
from ryadom.settings import SETTINGS, Settings, load_settings, with_secret_keys

ROOT = Path(__file__).parents[2]
KEY = "a key of many different characters: 0123456789"[:40].replace(" ", "-")


def complaint(**environ: str) -> str:
    with pytest.raises(BadSetting) as caught:
        load_settings(environ)
    return caught.value.message


def test_empty_environment_gives_every_default() -> None:
    settings = load_settings({})

    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.database_url is None
    assert settings.secret_keys == ()
    assert settings.trusted_proxies == ()
    assert settings.data_dir.is_absolute()


def test_empty_variable_counts_as_unset() -> None:
    assert load_settings({"RYADOM_PORT": ""}).port == 8000


@pytest.mark.skipif(os.geteuid() == 0, reason="root's data lies in /var/lib")
def test_data_lies_in_the_users_home() -> None:
    assert load_settings({"HOME": "/home/anna"}).data_dir == Path("/home/anna/.local/share/ryadom")
    assert load_settings({"XDG_DATA_HOME": "/data"}).data_dir == Path("/data/ryadom")


def test_table_and_struct_name_the_same_settings_with_the_same_defaults() -> None:
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}

    assert [setting.name for setting in SETTINGS] == list(fields)
    for setting in SETTINGS:
        if setting.default.isdigit():
            assert fields[setting.name].default == setting.read(setting.default)


def test_file_gives_values_and_the_environment_beats_it(tmp_path: Path) -> None:
    file = tmp_path / "ryadom.toml"
    file.write_text('port = 9000\nhost = "::1"\ntrusted_proxies = ["127.0.0.1", "10.0.0.0/8"]\n')

    settings = load_settings({"RYADOM_CONFIG": str(file), "RYADOM_PORT": "9001"})

    assert (settings.host, settings.port) == ("::1", 9001)
    assert settings.trusted_proxies == (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"))


def test_unknown_key_of_the_file_is_named_with_the_nearest_known_one(tmp_path: Path) -> None:
    file = tmp_path / "ryadom.toml"
    file.write_text("prot = 9000\n")

    assert complaint(RYADOM_CONFIG=str(file)) == f"{file}: prot: no such setting; did you mean port?"


@pytest.mark.parametrize("content", ["port = [1]", "port = true", "port = 1.5", "port = {}"])
def test_value_of_the_file_that_is_no_text_or_number_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "ryadom.toml"
    file.write_text(content)

    assert "must be a text, a whole number or a list of texts" in complaint(RYADOM_CONFIG=str(file))


def test_file_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    file = tmp_path / "ryadom.toml"
    assert f"can't read {file}" in complaint(RYADOM_CONFIG=str(file))

    file.write_bytes(b"\xff = 1")
    assert f"{file} is not TOML" in complaint(RYADOM_CONFIG=str(file))


def test_unknown_variable_is_named_with_the_nearest_known_one() -> None:
    assert complaint(RYADOM_PROT="1") == "RYADOM_PROT: no such setting; did you mean RYADOM_PORT?"
    assert "`ryadom settings` lists them all" in complaint(RYADOM_XYZZY="1")


def test_variables_of_the_scripts_and_of_others_are_let_pass() -> None:
    load_settings({"RYADOM_CHROMIUM": "/usr/bin/chromium", "RYADOMISH": "1", "PATH": "/bin"})


def test_all_bad_settings_are_reported_together() -> None:
    with pytest.raises(BadSetting) as caught:
        load_settings({"RYADOM_PORT": "0", "RYADOM_LOG_LEVEL": "loud", "RYADOM_NEW": "1"})

    assert len(caught.value.message.splitlines()) == 3
    assert caught.value.field == "RYADOM_NEW"


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("RYADOM_PORT", "70000", "'70000' must be a whole number from 1 to 65535"),
        ("RYADOM_PORT", "8k", "'8k' must be a whole number"),
        ("RYADOM_PORT", "-1", "'-1' must be a whole number"),
        ("RYADOM_PORT", "tcp://10.0.0.1:8000", "enableServiceLinks: false"),
        ("RYADOM_LOG_FORMAT", "jsno", "did you mean json?"),
        ("RYADOM_DATA_DIR", "data", "must be an absolute path"),
        ("RYADOM_TRUSTED_PROXIES", "10.0.0.1/8", "has host bits set"),
        ("RYADOM_TRUSTED_PROXIES", "proxy.local", "must list addresses or networks"),
        ("RYADOM_PUBLIC_URL", "chat.example.ru", "must be an origin such as https://chat.example.ru"),
        ("RYADOM_PUBLIC_URL", "https://chat.example.ru/chat", "without a path"),
        ("RYADOM_PUBLIC_URL", "ftp://chat.example.ru", "must be an origin"),
        ("RYADOM_PUBLIC_URL", "https://user@chat.example.ru", "must be an origin"),
        ("RYADOM_PUBLIC_URL", "https://chat.example.ru:99999", "must be an origin"),
        ("RYADOM_HOST", "http://0.0.0.0", "must be an address or a host name"),
        ("RYADOM_POOL_SIZE", "1", "must be a whole number from 2 to 100"),
        ("RYADOM_BUS_URL", "kafka://bus", "must look like nats://USER:PASSWORD@HOST:4222"),
        ("RYADOM_BUS_URL", "bus:4222", "the schemes are nats, tls, redis, rediss, valkey, valkeys"),
        ("RYADOM_BUS_URL", "nats://", "must look like"),
        ("RYADOM_BUS_URL", "nats://a:99999", "must look like"),
        ("RYADOM_BUS_URL", "nats://a b", "must look like"),
        ("RYADOM_BUS_URL", "nats://a/subject", "and end there"),
        ("RYADOM_BUS_URL", "nats://user:@a", "the password is missing"),
        ("RYADOM_BUS_URL", "nats://user:pass/word@a", "percent-encoded"),
        ("RYADOM_BUS_URL", "redis://a/1", "channels are the same in every database"),
        ("RYADOM_BUS_URL", "redis://user@a", "the password is missing"),
        ("RYADOM_BUS_URL", "rediss://a?ssl_cert_reqs=none", "with no options"),
        ("RYADOM_BUS_URL", "redis://a,b", "must name one host"),
    ],
)
def test_bad_value_is_named_with_its_variable_and_the_remedy(variable: str, value: str, said: str) -> None:
    message = complaint(**{variable: value})

    assert message.startswith(f"{variable}: ")
    assert said in message


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("RYADOM_SECRET_KEY", "swordfish"),
        ("RYADOM_METRICS_TOKEN", "swordfish"),
        ("RYADOM_DATABASE_URL", "mysql://ryadom:swordfish@db/ryadom"),
        ("RYADOM_DATABASE_URL", "postgresql://ryadom:sword/fish@db:x/ryadom"),
        ("RYADOM_BUS_URL", "kafka://ryadom:swordfish@bus"),
        ("RYADOM_BUS_URL", "nats://ryadom:sword/fish@bus"),
        ("RYADOM_BUS_URL", "redis://ryadom:swordfish@bus:x"),
    ],
)
def test_bad_secret_is_never_shown(variable: str, value: str) -> None:
    message = complaint(**{variable: value})

    assert message.startswith(f"{variable}: ")
    assert "fish" not in message


def test_secrets_are_left_out_of_the_settings_repr() -> None:
    shown = repr(load_settings({"RYADOM_SECRET_KEY": KEY, "RYADOM_DATABASE_URL": "postgresql://a:swordfish@db/x"}))

    assert KEY not in shown
    assert "swordfish" not in shown
    assert "secret_keys='(set)'" in shown


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://chat.example.ru", "https://chat.example.ru"),
        ("https://Chat.Example.ru:443/", "https://chat.example.ru"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://чат.рф", "https://xn--80a0bn.xn--p1ai"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_public_url_is_kept_as_browsers_write_origins(given: str, kept: str) -> None:
    assert load_settings({"RYADOM_PUBLIC_URL": given}).public_url == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgresql://a:b@db/x", "postgresql://a:b@db/x"),
        ("postgres://a:p%40ss@db:5433/x?sslmode=require", "postgres://a:p%40ss@db:5433/x?ssl=require"),
        ("postgresql://a@/x?host=/run/postgresql", "postgresql://a@/x?host=/run/postgresql"),
    ],
)
def test_database_url_keeps_what_the_driver_knows(given: str, kept: str) -> None:
    assert load_settings({"RYADOM_DATABASE_URL": given}).database_url == kept


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://db", "must look like"),
        ("postgresql:///x", "or ?host=/socket/folder"),
        ("postgresql://a@one,two/x", "must look like"),
        ("postgresql://a@db/x?sslmode=on", "sslmode must be one of"),
        ("postgresql://a@db/x?sslrootcert=/ca.pem", "would be ignored (sslrootcert)"),
    ],
)
def test_database_url_that_the_driver_would_misread_is_refused(url: str, said: str) -> None:
    assert said in complaint(RYADOM_DATABASE_URL=url)


@pytest.mark.parametrize(("key", "said"), [("a" * 31, "has 31 characters"), ("abc" * 20, "repeats itself")])
def test_weak_key_is_refused_wherever_it_stands(key: str, said: str) -> None:
    assert said in complaint(RYADOM_SECRET_KEY=key)
    assert f"key 2 of 2 {said}" in complaint(RYADOM_SECRET_KEY=f"{KEY}, {key}")


def test_keys_are_kept_newest_first() -> None:
    assert load_settings({"RYADOM_SECRET_KEY": f"{KEY} {KEY[::-1]}"}).secret_keys == (KEY, KEY[::-1])


def test_first_start_makes_a_key_that_later_ones_find(tmp_path: Path) -> None:
    settings = load_settings({"RYADOM_DATA_DIR": str(tmp_path)})

    first = with_secret_keys(settings)
    second = with_secret_keys(settings)

    assert len(first.secret_keys[0]) >= 48
    assert second.secret_keys == first.secret_keys
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_external_database_needs_a_key_of_the_settings() -> None:
    settings = load_settings({"RYADOM_DATABASE_URL": "postgresql://a:b@db/x"})

    with pytest.raises(BadSetting, match="RYADOM_SECRET_KEY: must be set with an external database"):
        with_secret_keys(settings)


def test_kept_key_that_was_emptied_or_weakened_stops_the_start(tmp_path: Path) -> None:
    settings = load_settings({"RYADOM_DATA_DIR": str(tmp_path)})
    (tmp_path / "secret_key").write_text("")
    with pytest.raises(BadSetting, match="is empty"):
        with_secret_keys(settings)

    (tmp_path / "secret_key").write_text("short")
    with pytest.raises(BadSetting, match="has 5 characters"):
        with_secret_keys(settings)


def test_documentation_of_the_settings_is_fresh() -> None:
    assert (ROOT / "docs/settings.md").read_text(encoding="utf-8") == as_markdown()
