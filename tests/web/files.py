"""Visitors and operators with files: what browsers send and open, without the widget."""

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from PIL import Image

from ryadom.store.database import Database
from tests.web.client import NO_TLS, ORIGIN, Client, JsonObject, Server
from tests.web.conftest import serving


def png(width: int = 40, height: int = 30, colour: str = "teal") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "PNG")
    return written.getvalue()


def jpeg_with_place() -> bytes:
    """A photo that says where it was taken, and that the camera was held on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Москва, дом 5".encode().decode("latin-1")
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, "JPEG", exif=exif, comment=b"secret-comment")
    return written.getvalue() + b"secret-behind-the-end"


def archive(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return written.getvalue()


class Sender:
    """Somebody's HTTP requests: a visitor's with their token, an operator's with their cookies."""

    def __init__(self, server: Server, http: httpx.AsyncClient, upload_path: str, token: str | None) -> None:
        self.server = server
        self.http = http
        self.upload_path = upload_path
        self.headers = {"Origin": ORIGIN, "Authorization": f"Bearer {token}"} if token else {}

    async def upload(self, content: bytes | AsyncIterator[bytes], name: str = "снимок.png") -> httpx.Response:
        headers = self.headers | {"X-File-Name": quote(name), "Content-Type": "text/html"}
        return await self.http.post(self.upload_path, content=content, headers=headers)

    async def uploaded(self, content: bytes, name: str = "снимок.png") -> JsonObject:
        response = await self.upload(content, name)
        assert response.status_code == 201, response.text
        told: JsonObject = response.json()["file"]
        return told

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers=self.headers | headers)


def sender_for(server: Server, http: httpx.AsyncClient, visitor: Client, *, key: str = "shop-key-1") -> Sender:
    return Sender(server, http, f"/visitor/{key}/files", visitor.welcome["token"])


def code_of(response: httpx.Response) -> str:
    code: str = response.json()["error"]["code"]
    return code


def kept(folder: Path) -> list[Path]:
    """Everything in a folder of files that is one."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
async def files_server(database_url: str, database: Database, tmp_path: Path) -> AsyncIterator[Server]:
    """A server with a folder for files."""
    async with serving(database_url, database, files_dir=tmp_path / "files") as running:
        yield running


@pytest.fixture
async def http(files_server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=files_server.http_url, trust_env=False, verify=NO_TLS, timeout=20) as client:
        yield client
