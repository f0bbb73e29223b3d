"""Tables of people: accounts with their roles, the ways in, what was done to them, and the seats."""

from app.members.models.accounts import AccountEvent, Person, PersonRole, Role
from app.members.models.doors import AddressChange, LinkPurpose, OneTimeLink, Session
from app.members.models.seats import ChangeSource, Deputy, Membership, Seat, SeatChange, SeatType

__all__ = [
    "AccountEvent",
    "AddressChange",
    "ChangeSource",
    "Deputy",
    "LinkPurpose",
    "Membership",
    "OneTimeLink",
    "Person",
    "PersonRole",
    "Role",
    "Seat",
    "SeatChange",
    "SeatType",
    "Session",
]
