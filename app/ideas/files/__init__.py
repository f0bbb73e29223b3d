"""Files that come with ideas: recognised by content, made harmless, kept under random names."""

from app.ideas.files.accept import AcceptedFile, accept
from app.ideas.files.kinds import BY_MEDIA_TYPE, KINDS, FileKind, UnwantedFile

__all__ = ["BY_MEDIA_TYPE", "KINDS", "AcceptedFile", "FileKind", "UnwantedFile", "accept"]
