"""What somebody types who reports a task as done."""

from __future__ import annotations

from app.i18n import lazy_gettext as _l
from app.web.forms import HouseForm, LinkForm, TextField
from app.web.validation import MaxLength

LONGEST = 1000


def _note() -> TextField:
    return TextField(
        _l("Was ist daraus geworden?"),
        [MaxLength(LONGEST)],
        description=_l("Ein Satz genügt; er steht in der nächsten Sitzung dabei."),
    )


class DoneForm(HouseForm):
    """The same for those who are signed in."""

    note = _note()


class DoneByLinkForm(LinkForm):
    """The same behind the link of a reminder."""

    note = _note()
