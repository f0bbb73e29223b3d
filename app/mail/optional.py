"""The signed links of the post that work without an account: leave a topic, choose, confirm, read again.

The links in the foot of every letter never end and open nothing personal but choices: a letter may be forwarded.
What was written to an address opens only by a link that was asked for just now.
"""

from __future__ import annotations

from datetime import timedelta

from app.web.links import absolute, read, read_fresh, sign, sign_for_a_while

_LEAVE, _CHOOSE, _CONFIRM, _READ = "unsubscribe", "notifications", "topics", "own-post"
CONFIRM_WITHIN = timedelta(days=7)
READ_WITHIN = timedelta(hours=24)


def unsubscribe_url(address: str, topic: str) -> str:
    """The address of the page, and of the one-click POST (RFC 8058), that ends a topic for an address."""
    return absolute("mail.unsubscribe", token=sign(_LEAVE, address.lower(), topic))


def read_unsubscribe_token(token: str) -> tuple[str, str]:
    """The address and topic in a link made by unsubscribe_url(). Raises InvalidLink."""
    address, topic = read(_LEAVE, token)
    return str(address), str(topic)


def preferences_token(address: str) -> str:
    """What opens the page of notifications of an address, for ever."""
    return sign(_CHOOSE, address.strip().lower())


def preferences_url(address: str) -> str:
    """The page of notifications of an address; stands in the foot of every letter."""
    return absolute("mail.choose_by_link", token=preferences_token(address))


def read_preferences_token(token: str) -> str:
    """The address in a link made by preferences_url(). Raises InvalidLink."""
    (address,) = read(_CHOOSE, token)
    return str(address)


def confirm_url(address: str, topics: list[str]) -> str:
    """The page whose button confirms that an address wants these topics (double opt-in)."""
    return absolute("mail.confirm", token=sign_for_a_while(_CONFIRM, address.strip().lower(), topics))


def read_confirm_token(token: str) -> tuple[str, list[str]]:
    """The address and topics in a link made by confirm_url(). Raises InvalidLink, also after CONFIRM_WITHIN."""
    address, topics = read_fresh(_CONFIRM, token, int(CONFIRM_WITHIN.total_seconds()))
    return str(address), [str(topic) for topic in topics]


def history_token(address: str) -> str:
    """What opens everything written to an address, for READ_WITHIN."""
    return sign_for_a_while(_READ, address.strip().lower())


def history_url(address: str) -> str:
    """The page of everything written to an address."""
    return absolute("mail.history_by_link", token=history_token(address))


def read_history_token(token: str) -> str:
    """The address in a link made by history_url(). Raises InvalidLink, also after READ_WITHIN."""
    (address,) = read_fresh(_READ, token, int(READ_WITHIN.total_seconds()))
    return str(address)
