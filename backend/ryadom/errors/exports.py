"""Errors of exports."""

from ryadom.errors.tree import Refused, Unavailable


class ExportUnknown(Refused):
    """No export with this id, or somebody else's: deliberately the same answer."""

    code = "export_unknown"
    http_status = 404


class ExportUnready(Refused):
    """An export that has no file: not yet, or not any more; `reason`: why that is so, for the journal."""

    code = "export_unready"
    http_status = 409

    def __init__(self, message: str, *, reason: str = "", field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.reason = reason


class WorkbookTooLarge(Unavailable):
    """More rows or words than a workbook can hold; it is no use to try again."""

    code = "workbook_too_large"
