"""`ryadom serve` and `ryadom demo`: from the start to Ctrl-C, with a real Postgres inside."""

import os
import re
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest

from ryadom.cli.servers import LINGER_S
from tests.cli.command import DEADLINE_S, free_ports, line_with, running, ryadom
from tests.store.embedded_probe import cluster_of, is_running, server_pid


def test_server_answers_until_sigterm_and_ends_well_with_its_postgres(short_folder: Path) -> None:
    (port,) = free_ports(1)
    with running("serve", "--port", str(port), RYADOM_DATA_DIR=str(short_folder)) as server:
        line_with(server.stderr, '"event": "ready"')
        postgres = server_pid(short_folder)

        for path in ("healthz", "readyz"):
            assert httpx.get(f"http://127.0.0.1:{port}/{path}").status_code == 200
        server.terminate()

        assert server.wait(timeout=DEADLINE_S) == 0
        assert not is_running(postgres)


def test_request_of_who_was_let_in_before_the_stop_is_answered_though_it_comes_late(short_folder: Path) -> None:
    (port,) = free_ports(1)
    with running("serve", "--port", str(port), RYADOM_DATA_DIR=str(short_folder)) as server:
        line_with(server.stderr, '"event": "ready"')
        with socket.create_connection(("127.0.0.1", port), timeout=DEADLINE_S) as late:
            # Answered after it: so the one before has been let in.
            assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
            server.terminate()
            line_with(server.stderr, '"event": "stopping"')
            # The lateness itself is what is tested: nothing is awaited.
            time.sleep(3 * LINGER_S)
            late.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            assert late.recv(1_024).startswith(b"HTTP/1.1 200")
        assert server.wait(timeout=DEADLINE_S) == 0


def test_workers_share_the_embedded_postgres_which_is_stopped_last(short_folder: Path) -> None:
    (port,) = free_ports(1)
    with running("serve", "--port", str(port), "--workers", "2", RYADOM_DATA_DIR=str(short_folder)) as server:
        line_with(server.stderr, '"event": "ready"')
        postgres = server_pid(short_folder)

        second = ryadom("serve", "--port", str(port), "--workers", "2", RYADOM_DATA_DIR=str(short_folder))
        assert httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
        os.killpg(server.pid, signal.SIGINT)

        assert server.wait(timeout=DEADLINE_S) == 0
        assert not is_running(postgres)
    assert second.status == 2
    assert f"Port {port} of 127.0.0.1 can't be used" in second.err


def test_server_whose_parent_was_killed_starts_again_with_its_postgres(short_folder: Path) -> None:
    (port,) = free_ports(1)
    arguments = ("serve", "--port", str(port), "--workers", "2")
    with running(*arguments, RYADOM_DATA_DIR=str(short_folder)) as server:
        line_with(server.stderr, '"event": "ready"')
        server.kill()
        server.communicate(timeout=DEADLINE_S)  # until the workers, who share its standard error, have ended too
    with running(*arguments, RYADOM_DATA_DIR=str(short_folder)) as again:
        line_with(again.stderr, '"event": "ready"')
        again.terminate()
        assert again.wait(timeout=DEADLINE_S) == 0


def test_ctrl_c_in_a_terminal_lets_the_server_stop_postgres_itself(short_folder: Path) -> None:
    (port,) = free_ports(1)
    with running("serve", "--port", str(port), RYADOM_DATA_DIR=str(short_folder)) as server:
        line_with(server.stderr, '"event": "ready"')
        os.killpg(server.pid, signal.SIGINT)

        assert server.wait(timeout=DEADLINE_S) == 0

    log = (short_folder / "postgres/server.log").read_text()
    assert log.rstrip().endswith("database system is shut down")
    assert not (cluster_of(short_folder) / "postmaster.pid").exists()


def test_sigterm_in_the_middle_of_the_start_is_no_error_and_leaves_nothing(short_folder: Path) -> None:
    (port,) = free_ports(1)
    with running("serve", "--port", str(port), RYADOM_DATA_DIR=str(short_folder)) as server:
        while server.poll() is None and not (short_folder / "postgres.lock").exists():
            continue
        server.terminate()
        server.terminate()  # an impatient second one

        assert server.wait(timeout=DEADLINE_S) == 0

    found = ryadom("doctor", RYADOM_DATA_DIR=str(short_folder))
    assert found.status == 0


def test_commands_work_beside_a_running_server(short_folder: Path) -> None:
    (port,) = free_ports(1)
    data = {"RYADOM_DATA_DIR": str(short_folder)}
    with running("serve", "--port", str(port), **data) as server:
        line_with(server.stderr, '"event": "ready"')

        added = ryadom("site", "add", "--name", "x", "--origin", "https://shop.ru", **data)
        second = ryadom("serve", "--port", str(free_ports(1)[0]), **data)

        assert added.status == 0, added.err
        assert second.status == 2
        assert f"in use by another Ryadom (process {server.pid})" in second.err


def test_taken_port_is_named_before_anything_is_made(short_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = ryadom("serve", "--port", str(port), RYADOM_DATA_DIR=str(short_folder / "data"))

    assert refused.status == 2
    assert f"Port {port} of 127.0.0.1 can't be used (Address already in use): choose another with --port" in refused.err
    assert not (short_folder / "data").exists()


def test_server_without_migrating_refuses_a_database_that_lacks_some(empty_database_url: str) -> None:
    settings = {"RYADOM_DATABASE_URL": empty_database_url, "RYADOM_SECRET_KEY": "0123456789-abcdefghijklmnopqrstuv"}

    refused = ryadom("serve", "--no-migrate", "--port", str(free_ports(1)[0]), **settings)

    assert refused.status == 2
    assert "run `ryadom migrate` first" in refused.err


def test_server_on_an_external_database_migrates_it_and_needs_a_key(empty_database_url: str) -> None:
    (port,) = free_ports(1)
    without_key = ryadom("serve", "--port", str(port), RYADOM_DATABASE_URL=empty_database_url)
    settings = {"RYADOM_DATABASE_URL": empty_database_url, "RYADOM_SECRET_KEY": "0123456789-abcdefghijklmnopqrstuv"}
    with running("serve", "--port", str(port), **settings) as server:
        line_with(server.stderr, '"event": "ready"')
        server.terminate()
        assert server.wait(timeout=DEADLINE_S) == 0

    assert without_key.status == 2
    assert "RYADOM_SECRET_KEY: must be set" in without_key.err


def demo(data_dir: Path, port: int, shop_port: int) -> tuple[str, str]:
    """Starts the demo, signs in as both whom it names, and stops it: the last address and password that it printed."""
    arguments = ("demo", "--port", str(port), "--shop-port", str(shop_port))
    with running(*arguments, RYADOM_DATA_DIR=str(data_dir)) as process:
        panel = f"http://127.0.0.1:{port}"
        for line, role in (("Sign in with", "operator"), ("to administer", "owner")):
            email, password = line_with(process.stdout, line).split()[-2:]
            signed_in = httpx.post(
                f"{panel}/panel/api/session", json={"email": email, "password": password}, headers={"Origin": panel}
            )
            assert signed_in.status_code == 200, signed_in.text
            assert signed_in.json()["role"] == role
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=DEADLINE_S) == 0
    return email, password


def test_demo_says_where_and_how_to_sign_in_and_the_same_on_its_second_start(short_folder: Path) -> None:
    ports = free_ports(2)

    first = demo(short_folder, *ports)
    second = demo(short_folder, *ports)

    assert first == second


def test_demo_that_lost_its_password_file_gives_a_new_one_that_works(short_folder: Path) -> None:
    ports = free_ports(2)
    _, lost = demo(short_folder, *ports)
    (short_folder / "demo_password").unlink()

    _, made = demo(short_folder, *ports)

    assert made != lost


@pytest.mark.parametrize("option", ["--port", "--shop-port"])
def test_demo_names_the_port_that_is_taken_and_the_option_to_change_it(short_folder: Path, option: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ports = {"--port": free_ports(1)[0], "--shop-port": free_ports(1)[0], option: taken.getsockname()[1]}
        arguments = [str(part) for pair in ports.items() for part in pair]

        refused = ryadom("demo", *arguments, RYADOM_DATA_DIR=str(short_folder))

    assert refused.status == 2
    assert re.search(rf"Port {ports[option]} of .*choose another with {option}\.", refused.err)


def test_demo_refuses_to_fill_an_external_database(database_url: str) -> None:
    refused = ryadom("demo", RYADOM_DATABASE_URL=database_url)

    assert refused.status == 2
    assert "the demo fills its database with invented people" in refused.err
