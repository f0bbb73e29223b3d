"""Files that people send us: recognised by content, made harmless, kept under random names."""

from app.files.accept import AcceptedFile, accept
from app.files.kinds import BY_MEDIA_TYPE, KINDS, FileKind, UnwantedFile

__all__ = ["BY_MEDIA_TYPE", "KINDS", "AcceptedFile", "FileKind", "UnwantedFile", "accept"]
