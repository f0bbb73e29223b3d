"""E-mail addresses as people type them, and the one form in which the house keeps them."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

LONGEST_ADDRESS = 254


class BadAddress(ValueError):
    """This is no address that a letter can be sent to."""


def normal_address(typed: str) -> str:
    """The address to store: trimmed, Unicode-normalised, its domain in lower case. Raises BadAddress."""
    try:
        checked = validate_email(typed.strip(), check_deliverability=False)
    except EmailNotValidError as fault:
        raise BadAddress(typed) from fault
    return checked.normalized
