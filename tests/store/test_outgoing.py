"""Calls to other people's servers: hostile answers on real sockets, and names that answer otherwise the second time."""

import asyncio
import gzip
import io
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from msgspec import Struct

from ryadom.core.controllers import add_controller
from ryadom.core.outgoing.answers import Answer, End
from ryadom.core.outgoing.client import Bounds, Call, Caller
from ryadom.core.outgoing.urls import read_url
from ryadom.core.recipients import add_recipient, remove_recipient
from ryadom.errors import (
    AnswerRedirects,
    AnswerTooLarge,
    AnswerUnreadable,
    BadBody,
    CallBroken,
    CallTooSlow,
    EgressForbidden,
    HostUnreachable,
    HostUnresolved,
    HostUntrusted,
    RyadomError,
)
from ryadom.privacy.egress import Egress, moscow_today
from ryadom.store.database import Database
from ryadom.store.egress import Recipient
from tests.receiver import CERTIFICATE, Answers, Heard, Receiver, floods, receiver, says, sends, stalls
from tests.resolver import WrittenResolver
from tests.waiting import until

QUICK = Bounds(deadline_s=0.5)
PATIENT = Bounds(deadline_s=20.0, body_s=20.0)
OK = b"HTTP/1.1 200 OK\r\n"


class Clock:
    """Seconds that only a test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Bench(Struct, frozen=True):
    """A caller, and the means to change what it finds."""

    database: Database
    resolver: WrittenResolver
    controller_id: UUID
    caller: Caller
    clock: Clock

    async def list(self, host: str, port: int, *, is_local: bool = True) -> None:
        await add_recipient(
            self.database,
            self.resolver,
            Recipient(
                controller_id=self.controller_id,
                host=host,
                port=port,
                recipient="ООО «Учёт»",
                country="RU",
                purpose="Учёт заявок",
                categories="имя, телефон",
                is_local=is_local,
            ),
            today=moscow_today(),
        )

    async def send(self, url: str, **told: object) -> Answer:
        fields = {"controller_id": self.controller_id, "target": read_url(url), "body": b"{}"} | told
        return await self.caller.send(Call(**fields))  # type: ignore[arg-type]


Make = Callable[..., Bench]


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Make]:
    """Callers with bounds of the test's own, all of one controller."""
    controller = await add_controller(database, legal_name="ООО «Чайная лавка»")
    callers: list[Caller] = []

    def make(bounds: Bounds = PATIENT, trust: ssl.SSLContext | None = None) -> Bench:
        resolver, clock = WrittenResolver(localhost=["127.0.0.1"], crm_test=["127.0.0.1"]), Clock()
        callers.append(Caller(Egress(database, resolver), bounds=bounds, trust=trust, clock=clock))
        return Bench(database, resolver, controller.id, callers[-1], clock)

    yield make
    for caller in callers:
        await caller.aclose()


@asynccontextmanager
async def listed(bench: Bench, answer: Answers, *, tls: bool = False) -> AsyncIterator[tuple[Receiver, str]]:
    """A receiver in the register as crm.test, and its URL."""
    async with receiver(answer, tls=tls) as server:
        await bench.list("crm.test", server.port)
        yield server, f"{'https' if tls else 'http'}://crm.test:{server.port}/hook"


async def test_answer_comes_back_and_the_connection_is_used_again(bench: Make) -> None:
    here = bench()
    async with listed(here, says(body=b'{"taken": 1}', content_type="application/json")) as (server, url):
        for _ in range(2):
            answer = await here.send(url + "?key=1", headers={"Content-Type": "application/json", "X-Own": "a b"})
            assert (answer.status, answer.is_good, answer.end) == (200, True, End.WHOLE)
            assert answer.json(dict[str, int]) == {"taken": 1}
        heard = server.heard[1]
        assert (heard.method, heard.path, heard.body, heard.line) == ("POST", "/hook?key=1", b"{}", 1)
        assert heard.headers == {
            "host": f"crm.test:{server.port}",
            "user-agent": "Ryadom/0.1.0",
            "accept-encoding": "identity",
            "content-length": "2",
            "content-type": "application/json",
            "x-own": "a b",
        }


async def test_idle_connection_that_the_other_side_has_closed_is_not_used_again(bench: Make) -> None:
    here = bench()
    async with listed(here, sends(OK + b"Content-Length: 0\r\n\r\n")) as (server, url):
        for _ in range(3):
            assert (await here.send(url, may_repeat=True)).is_good
        assert [heard.line for heard in server.heard] == [1, 2, 3]


async def test_call_is_said_twice_only_where_that_does_no_harm(bench: Make) -> None:
    async def hang_up_on_the_second_of_a_line(heard: Heard, writer: asyncio.StreamWriter) -> None:
        if sum(one.line == heard.line for one in server.heard) == 2:
            writer.close()
        else:
            await says()(heard, writer)

    here = bench()
    async with listed(here, hang_up_on_the_second_of_a_line) as (server, url):
        await here.send(url)
        with pytest.raises(CallBroken):
            await here.send(url)
        assert [heard.line for heard in server.heard] == [1, 1]
        await here.send(url)
        assert (await here.send(url, may_repeat=True)).is_good
        assert [heard.line for heard in server.heard] == [1, 1, 2, 2, 3]


async def test_what_is_said_unasked_is_not_taken_for_the_next_answer(bench: Make) -> None:
    unasked = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"
    said = asyncio.Event()

    async def answer(heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"Content-Length: 0\r\n\r\n")
        await said.wait()
        if heard.line == 1:
            writer.write(unasked)
            await writer.drain()

    here = bench()
    async with listed(here, answer) as (server, url):
        assert (await here.send(url)).status == 200
        said.set()
        place = next(iter(here.caller._places.values()))
        await until(lambda: not any(line.is_free for line, _ in place._free))
        assert (await here.send(url)).status == 200
        assert [heard.line for heard in server.heard] == [1, 2]


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("http://127.0.0.1:{other}/", "at http://127.0.0.1:{other}"),
        ("http://169.254.169.254/latest/meta-data/", "at http://169.254.169.254"),
        ("https://user:s3cret@other.ru/s3cret", "elsewhere"),
        ("/s3cret", "at another path there"),
        ("//other.ru/s3cret", "elsewhere"),
        ("\x01", "elsewhere"),
    ],
)
@pytest.mark.parametrize("status", ["301 Moved", "307 Temporary Redirect", "300 Choices"])
async def test_redirect_is_an_error_that_names_the_host_and_is_not_followed(
    bench: Make, status: str, location: str, shown: str
) -> None:
    here = bench()
    async with receiver(says()) as other, listed(here, says(status)) as (server, url):
        here.resolver.answers["127.0.0.1"] = ["127.0.0.1"]
        await here.list("127.0.0.1", other.port)
        where = location.format(other=other.port)
        server.answer = says(status, location=where)
        if location == "\x01":
            server.answer = says(status)
        with pytest.raises(AnswerRedirects) as refusal:
            await here.send(url)
        assert shown.format(other=other.port) in refusal.value.message
        assert "s3cret" not in refusal.value.message
        assert other.heard == []


async def test_name_is_asked_for_once_and_the_connection_goes_where_it_was_checked(bench: Make) -> None:
    class Rebinding(WrittenResolver):
        asked = 0

        async def resolve(self, host: str, port: int) -> list[object]:  # type: ignore[override]
            answer = await super().resolve(host, port)
            self.asked += 1
            # Whoever asks again gets the address where clouds keep their keys.
            self.answers[host] = ["169.254.169.254"]
            return list(answer)

    here = bench()
    async with listed(here, says()) as (server, url):
        resolver = Rebinding(crm_test=["127.0.0.1"])
        caller = Caller(Egress(here.database, resolver), bounds=PATIENT, clock=here.clock)  # type: ignore[arg-type]
        call = Call(controller_id=here.controller_id, target=read_url(url))
        assert (await caller.send(call)).is_good
        assert (resolver.asked, len(server.heard)) == (1, 1)
        here.clock.now += 6.0
        # Six seconds later the name is checked again, and the idle connection of before does not carry the call either.
        with pytest.raises(EgressForbidden, match="no recipient can be there"):
            await caller.send(call)
        assert len(server.heard) == 1
        await caller.aclose()


async def test_connection_to_an_address_that_the_name_has_left_is_not_used_again(bench: Make) -> None:
    here = bench()
    async with listed(here, says()) as (server, url):
        await here.send(url)
        here.clock.now += 6.0
        here.resolver.answers["crm.test"] = ["127.0.0.2"]
        with pytest.raises(HostUnreachable):
            await here.send(url)
        assert len(server.heard) == 1


async def test_host_that_left_the_register_hears_nothing_more_within_five_seconds(bench: Make) -> None:
    here = bench()
    async with listed(here, says()) as (server, url):
        await here.send(url)
        await remove_recipient(here.database, here.controller_id, host="crm.test", port=server.port)
        here.clock.now += 5.0
        with pytest.raises(EgressForbidden, match="not in the register"):
            await here.send(url)
        assert len(server.heard) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("::ffff:127.0.0.1", "::ffff:0:127.0.0.1", "169.254.169.254", "64:ff9b::7f00:1", "224.0.0.1"),
        "0.0.0.0",  # noqa: S104 - an address that is judged
    ],
)
async def test_address_in_other_clothes_is_refused_also_where_it_is_said_to_be_local(bench: Make, address: str) -> None:
    here = bench()
    async with listed(here, says()) as (server, url):
        here.resolver.answers["crm.test"] = [address]
        with pytest.raises(EgressForbidden, match="no recipient can be there"):
            await here.send(url)
        assert server.lines == 0


async def test_private_address_is_refused_unless_the_register_lists_it_as_local(bench: Make) -> None:
    here = bench()
    here.resolver.answers["public.test"] = ["77.88.8.8"]
    async with receiver(says()) as server:
        await here.list("public.test", 0, is_local=False)
        here.resolver.answers["public.test"] = ["127.0.0.1"]
        with pytest.raises(EgressForbidden, match="closed network"):
            await here.send(f"https://public.test:{server.port}/")
        assert server.lines == 0


async def test_public_host_is_not_called_without_tls(bench: Make) -> None:
    here = bench()
    here.resolver.answers["public.test"] = ["77.88.8.8"]
    await here.list("public.test", 0, is_local=False)
    with pytest.raises(EgressForbidden, match="https only") as refusal:
        await here.send("http://public.test/")
    assert refusal.value.field == "url"


async def test_register_of_another_controller_and_unknown_names_open_nothing(bench: Make) -> None:
    here = bench()
    other = await add_controller(here.database, legal_name="ИП Иванов")
    async with listed(here, says()) as (server, url):
        await here.send(url)
        with pytest.raises(EgressForbidden, match="not in the register"):
            await here.send(url, controller_id=other.id)
        del here.resolver.answers["crm.test"]
        here.clock.now += 6.0
        with pytest.raises(HostUnresolved):
            await here.send(url)
        assert len(server.heard) == 1


async def test_environment_names_no_proxy_to_us(bench: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    here = bench()
    async with receiver(says()) as proxy, listed(here, says()) as (server, url):
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        await here.send(url)
        assert (proxy.lines, len(server.heard)) == (0, 1)


async def test_cookie_is_not_brought_back(bench: Make) -> None:
    here = bench()
    async with listed(here, says(set_cookie="session=1")) as (server, url):
        await here.send(url)
        await here.send(url)
        assert "cookie" not in server.heard[1].headers


async def test_endless_body_is_cut_and_hung_up_on(bench: Make) -> None:
    here = bench(Bounds(body_bytes=10_000))
    async with listed(here, floods(OK + b"\r\n", b"a" * 65_536)) as (server, url):
        answer = await here.send(url)
        assert (answer.status, answer.end, len(answer.body)) == (200, End.CUT, 10_000)
        with pytest.raises(AnswerTooLarge, match="more than 10000 bytes"):
            answer.json(dict[str, int])
        await here.send(url)
        assert server.lines == 2


async def test_endless_interim_answers_are_cut(bench: Make) -> None:
    here = bench()
    async with listed(here, floods(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 1_000)) as (_, url):
        with pytest.raises(AnswerTooLarge, match="on and on"):
            await here.send(url)


async def test_head_of_ten_megabytes_is_not_read_to_its_end(bench: Make) -> None:
    sent = 0

    async def answer(_heard: object, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(OK)
        for number in range(10_000):
            writer.write(f"X-{number}: {'a' * 1_000}\r\n".encode())
            sent += 1_000
            await writer.drain()
        writer.write(b"\r\n")

    here = bench()
    async with listed(here, answer) as (_, url):
        with pytest.raises(AnswerTooLarge, match="head"):
            await here.send(url)
    assert sent < 10_000_000


async def test_silence_and_drips_end_at_the_deadline(bench: Make) -> None:
    async def drip(_heard: object, writer: asyncio.StreamWriter) -> None:
        for byte in OK * 100:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)

    here = bench(QUICK)
    loop = asyncio.get_running_loop()
    async with listed(here, stalls()) as (server, url):
        for answer in (stalls(), stalls(OK), drip):
            server.answer = answer
            began = loop.time()
            with pytest.raises(CallTooSlow, match=r"within 0\.5 s"):
                await here.send(url)
            assert 0.5 <= loop.time() - began < 5.0


async def test_status_is_known_where_only_the_body_drips(bench: Make) -> None:
    here = bench(Bounds(deadline_s=20.0, body_s=0.2))
    async with listed(here, stalls(OK + b"Content-Length: 100\r\n\r\nabc")) as (_, url):
        answer = await here.send(url)
        assert (answer.status, answer.end, answer.body) == (200, End.LATE, b"abc")
        with pytest.raises(CallTooSlow):
            answer.json(dict[str, int])


async def test_bomb_is_not_unpacked(bench: Make) -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        file.write(b'"' + b" " * 20_000_000 + b'"')
    bomb = packed.getvalue()
    here = bench()
    answers = says(body=bomb, content_encoding="gzip", content_type="application/json")
    async with listed(here, answers) as (_, url):
        answer = await here.send(url)
        assert (answer.body, answer.text) == (bomb, "")
        with pytest.raises(AnswerUnreadable, match="packed"):
            answer.json(str)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html; charset=utf-8", b"<html><h1>Sign in</h1></html>"),
        ("", b"{}"),
        ("application/json", b"<html>"),
        ("application/json", b'{"other": "shape"}'),
        ("application/json", b"\xff\xfe"),
        ("application/json", b"[" * 50_000),
    ],
)
async def test_other_things_than_the_json_that_was_wanted_are_told(bench: Make, kind: str, body: bytes) -> None:
    class Wanted(Struct):
        id: int

    here = bench()
    async with listed(here, says(body=body, content_type=kind)) as (_, url):
        answer = await here.send(url)
        with pytest.raises(AnswerUnreadable, match=r"crm\.test answered 200"):
            answer.json(Wanted)


@pytest.mark.parametrize(
    "bytes_said",
    [
        b"",
        b"HTTP/1.1 20",
        OK + b"Content-Le",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"\x16\x03\x01\x00\xa5",
        b"220 mail.test ESMTP\r\n",
    ],
)
async def test_connection_cut_before_an_answer_is_told(bench: Make, bytes_said: bytes) -> None:
    here = bench()
    async with listed(here, sends(bytes_said)) as (_, url):
        with pytest.raises(CallBroken):
            await here.send(url)


@pytest.mark.parametrize(
    "said",
    [
        OK + b"Content-Length: 10\r\n\r\nabc",
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nxyz\r\n",
    ],
)
async def test_connection_cut_in_the_middle_of_a_body_leaves_the_status_known(bench: Make, said: bytes) -> None:
    here = bench()
    async with listed(here, sends(said)) as (_, url):
        answer = await here.send(url)
        assert (answer.status, answer.end) == (200, End.BROKEN)
        with pytest.raises(CallBroken, match="in the middle"):
            answer.json(dict[str, int])


@pytest.mark.parametrize("status", [b"101 Switching Protocols", b"999 Odd"])
async def test_status_that_says_nothing_is_refused(bench: Make, status: bytes) -> None:
    here = bench()
    async with listed(here, sends(b"HTTP/1.1 " + status + b"\r\nUpgrade: a\r\nConnection: upgrade\r\n\r\n")) as (
        _,
        url,
    ):
        with pytest.raises(CallBroken):
            await here.send(url)


async def test_certificate_is_asked_for_in_the_hosts_name(bench: Make) -> None:
    here = bench(trust=ssl.create_default_context(cafile=str(CERTIFICATE)))
    async with listed(here, says(), tls=True) as (server, url):
        await here.list("localhost", server.port)
        for _ in range(2):
            assert (await here.send(f"https://localhost:{server.port}/")).is_good
        assert server.lines == 1
        with pytest.raises(HostUntrusted, match=r"does not prove to be crm\.test"):
            await here.send(url)
        assert len(server.heard) == 2


async def test_call_whose_leave_ended_while_it_was_connecting_is_not_made(bench: Make) -> None:
    here = bench(trust=ssl.create_default_context(cafile=str(CERTIFICATE)))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
    server, has_come = Receiver(says()), asyncio.Event()
    line = socket.create_server(("127.0.0.1", 0))
    line.setblocking(False)
    listener = await asyncio.start_server(server.take, sock=line, ssl=context, start_serving=False)
    port = line.getsockname()[1]
    await here.list("localhost", port)
    # Connected, and nobody speaks TLS with it yet.
    asyncio.get_running_loop().add_reader(line.fileno(), has_come.set)
    call = asyncio.create_task(here.send(f"https://localhost:{port}/"))
    async with asyncio.timeout(20.0):
        await has_come.wait()
    asyncio.get_running_loop().remove_reader(line.fileno())
    await remove_recipient(here.database, here.controller_id, host="localhost", port=port)
    here.clock.now += 5.0
    await listener.start_serving()
    with pytest.raises(EgressForbidden):
        await call
    assert server.heard == []
    listener.close()
    await server.end()
    await listener.wait_closed()


async def test_name_that_nobody_knows_is_asked_for_once_in_five_seconds(bench: Make) -> None:
    here = bench()
    async with listed(here, says()) as (server, url):
        del here.resolver.answers["crm.test"]
        with pytest.raises(HostUnresolved):
            await here.send(url)
        here.resolver.answers["crm.test"] = ["127.0.0.1"]
        with pytest.raises(HostUnresolved):
            await here.send(url)
        assert server.heard == []
        here.clock.now += 5.0
        assert (await here.send(url)).is_good


async def test_certificate_of_nobody_known_is_refused(bench: Make) -> None:
    here = bench()
    async with listed(here, says(), tls=True) as (server, url):
        with pytest.raises(HostUntrusted):
            await here.send(url)
        assert server.heard == []


async def test_server_without_tls_is_not_told_anything(bench: Make) -> None:
    here = bench(QUICK)
    async with receiver(says()) as server:
        await here.list("crm.test", server.port)
        with pytest.raises(CallTooSlow):
            await here.send(f"https://crm.test:{server.port}/")
        assert server.heard == []


@pytest.mark.parametrize("value", ["a\r\nX-Other: b", "a\nb", "a\x00", "ключ"])
async def test_header_that_would_become_two_is_refused_unsaid(bench: Make, value: str) -> None:
    here = bench()
    async with listed(here, says()) as (server, url):
        with pytest.raises(BadBody) as refusal:
            await here.send(url, headers={"X-Own": value})
        assert (refusal.value.field, value in refusal.value.message) == ("headers", False)
        assert server.heard == []


async def test_slow_host_takes_no_connection_of_another(bench: Make) -> None:
    here = bench(Bounds(deadline_s=20.0, at_once=2))
    async with receiver(stalls()) as slow, listed(here, says()) as (server, url):
        await here.list("localhost", slow.port)
        waiting = [asyncio.create_task(here.send(f"http://localhost:{slow.port}/")) for _ in range(5)]
        await slow.next()
        await slow.next()
        answers = await asyncio.gather(*(here.send(url) for _ in range(20)))
        assert all(answer.is_good for answer in answers)
        assert (slow.lines, len(server.heard)) == (2, 20)
        assert server.lines <= 2
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def test_call_that_is_given_up_leaves_its_place_to_the_next(bench: Make) -> None:
    here = bench(Bounds(deadline_s=20.0, at_once=1))
    async with listed(here, stalls()) as (server, url):
        task = asyncio.create_task(here.send(url))
        await server.next()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        server.answer = says()
        assert (await here.send(url)).is_good


async def test_errors_name_neither_path_nor_headers_nor_bodies(bench: Make) -> None:
    here = bench(QUICK)
    answers = [says("302 Found", location="/s3cret"), stalls(), sends(b"s3cret"), sends(OK + b"s3cret: s3cret")]
    async with listed(here, says()) as (server, url):
        for answer in answers:
            server.answer = answer
            with pytest.raises(RyadomError) as failure:
                await here.send(f"{url}/s3cret", headers={"Authorization": "s3cret"}, body=b"s3cret")
            assert "s3cret" not in failure.value.message
