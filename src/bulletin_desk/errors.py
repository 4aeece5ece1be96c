"""Errors that a clerk can act on: one sentence each, in Chinese, saying what, where and what to do."""


class BulletinDeskError(Exception):
    """Base of all errors that are shown to the clerk as they are. `str(error)` is the whole sentence."""


class UnreadableFileError(BulletinDeskError):
    """A file that is damaged, of the wrong kind, from a newer program, or beyond all bounds."""


class InvalidLayoutError(BulletinDeskError):
    """A layout file with a missing, unknown or impossible value: names file, key and reason."""


class InvalidOfficeError(BulletinDeskError):
    """A file of an office's facts with a missing, unknown or impossible value: names file, key and reason."""


class InvalidRulesError(BulletinDeskError):
    """A file of rules of adoption with a missing, unknown or impossible value: names file, key and reason."""


class InvalidSheetError(BulletinDeskError):
    """A file of a sheet that goes round with an issue, with a missing, unknown or impossible value: names
    file, key and reason."""


class FontError(BulletinDeskError):
    """A face that the pages need can't be read or used."""


class TargetError(BulletinDeskError):
    """An output that can't be written: folder missing, no permission, held open, disk full."""


class EditError(BulletinDeskError):
    """An edit that has no meaning at that place."""


class CommandError(BulletinDeskError):
    """A command whose words don't make sense together."""
