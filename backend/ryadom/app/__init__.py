"""The server, put together; everything above starts from here."""

from ryadom.app.server import build_app, build_demo_site

__all__ = ["build_app", "build_demo_site"]
