"""Files of chats: the folder that holds them, and how they come in and go out."""

from msgspec import Struct

from ryadom.app.wiring.clock import utc_now
from ryadom.app.wiring.live import Live
from ryadom.app.wiring.pools import Pools
from ryadom.core.files.downloads import Downloads
from ryadom.core.files.kinds import MB
from ryadom.core.files.links import FileLinks
from ryadom.core.files.uploads import Uploads
from ryadom.core.tokens import VisitorTokens
from ryadom.settings import Settings
from ryadom.store.file_contents import FileContents


class Files(Struct, frozen=True, kw_only=True):
    """Files as endpoints take and give them, and what keeps their bytes."""

    contents: FileContents
    uploads: Uploads
    downloads: Downloads


def wire_files(settings: Settings, pools: Pools, live: Live, tokens: VisitorTokens) -> Files:
    """The files of one server."""
    contents = FileContents(pools.files, settings.files_folder)
    return Files(
        contents=contents,
        uploads=Uploads(
            pools.files,
            contents,
            live.masking,
            tokens,
            quota_bytes=settings.files_quota_mb * MB,
            own_origin=settings.public_url,
        ),
        downloads=Downloads(
            pools.files,
            contents,
            live.journal,
            live.veil,
            tokens=tokens,
            links=FileLinks(settings.secret_keys, now=utc_now),
            own_origin=settings.public_url,
        ),
    )
