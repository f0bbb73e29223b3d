"""Optional mail: the link that leaves a topic, which works without an account and for ever."""

from __future__ import annotations

from app.web.links import absolute, read, sign

_PURPOSE = "unsubscribe"


def unsubscribe_url(address: str, topic: str) -> str:
    """The address of the page, and of the one-click POST (RFC 8058), that ends a topic for an address."""
    return absolute("mail.unsubscribe", token=sign(_PURPOSE, address.lower(), topic))


def read_unsubscribe_token(token: str) -> tuple[str, str]:
    """The address and topic in a link made by unsubscribe_url(). Raises InvalidLink."""
    address, topic = read(_PURPOSE, token)
    return str(address), str(topic)
