"""Errors of files: those that are sent in a chat, and the folder that holds them."""

from ryadom.errors.limits import OverLimit
from ryadom.errors.tree import BadInput, Refused, Unavailable


class FileRefused(BadInput):
    """A file that is not taken as it is; sent unchanged, it would be refused again."""

    code = "file_refused"
    http_status = 422


class FileEmpty(FileRefused):
    """A file without a byte."""

    code = "file_empty"


class FileTooLarge(FileRefused):
    """A file over the size that the site takes; the rest of it is not read."""

    code = "file_too_large"
    http_status = 413


class FileKindRefused(FileRefused):
    """A file of a kind that the site does not take, as its content tells."""

    code = "file_kind_refused"
    http_status = 415


class FileNameLies(FileRefused):
    """A file whose name has the ending of another kind than its content is of."""

    code = "file_name_lies"
    http_status = 415


class FileBroken(FileRefused):
    """A file that begins as one of its kind does, and does not go on so."""

    code = "file_broken"


class ImageTooLarge(FileRefused):
    """An image of so many pixels that showing it would cost whoever looks at it too much memory."""

    code = "image_too_large"


class FilesOff(Refused):
    """The site takes no files from visitors."""

    code = "files_off"


class FileUnknown(Refused):
    """No such file, or not yours, or in a message already, or erased: deliberately the same answer."""

    code = "file_unknown"
    http_status = 404


class LinkExpired(Refused):
    """The link to a file is too old, or was not made here: ask for a new one."""

    code = "link_expired"
    http_status = 410


class TooManyFiles(OverLimit):
    """A visitor has sent, or has ready to send, as many files as one may."""

    code = "too_many_files"
    close_code = None


class FilesFull(Unavailable):
    """The site's share of the disk is full, or the disk itself."""

    code = "files_full"
    http_status = 507


class FilesUnavailable(Unavailable):
    """The folder of files can't be written or read."""

    code = "files_unavailable"
