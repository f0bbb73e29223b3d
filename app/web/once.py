"""Pages that are drawn once for the facts they show: the same facts on the same address give the same page.

Nothing here grows old: the facts are read anew for every request, and any other fact is another page.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from flask import current_app, request

from app.i18n import current_language
from app.web.shell import has_session_cookie, name_of_body

EXTENSION = "web.once"
# Some thirty kilobytes each, and as much again for a list's facts.
PAGES_KEPT = 128


class DrawnPages:
    """The pages drawn last, by what stands on them; of one process, shared by its threads."""

    def __init__(self, most: int = PAGES_KEPT) -> None:
        self._most = most
        self._pages: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, facts: Hashable) -> bytes | None:
        """The page with these facts, if it has been drawn."""
        with self._lock:
            page = self._pages.get(facts)
            if page is not None:
                self._pages.move_to_end(facts)
            return page

    def keep(self, facts: Hashable, page: bytes) -> None:
        """Remember a page and forget the one that nobody has asked for longest."""
        with self._lock:
            self._pages[facts] = page
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)


def drawn_once(facts: Hashable, draw: Callable[[], str]) -> str | bytes:
    """The page of this address for a visitor without a session, drawn only if one of `facts` is new.

    `facts` must hold everything that the page shows, apart from the address, the language and the
    body's name, which are added here. Whoever has a session gets a page of their own.
    """
    if has_session_cookie():
        return draw()
    pages: DrawnPages = current_app.extensions.setdefault(EXTENSION, DrawnPages())
    key = (request.full_path, current_language(), name_of_body(), facts)
    page = pages.get(key)
    if page is None:
        # As it goes out: half as much memory as the text, and nothing to encode.
        page = draw().encode()
        pages.keep(key, page)
    return page
