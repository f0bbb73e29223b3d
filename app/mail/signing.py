"""DKIM (RFC 6376, RFC 8463): signs finished messages when the settings name a key; the same bytes on every try."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from app.mail.message import Sender, build_message
from app.mail.models import StoredLetter

# Named once each, if they are there; RFC 8058 wants both unsubscribe fields among them.
SIGNED = (
    b"from",
    b"to",
    b"reply-to",
    b"subject",
    b"date",
    b"message-id",
    b"mime-version",
    b"content-type",
    b"content-language",
    b"auto-submitted",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
)
# Named once more than they are there: a second one, added on the way, breaks the signature.
SEALED = (b"from", b"to", b"subject", b"date", b"reply-to")
_FIELD = re.compile(rb"([!-9;-~]+):(.*?)\r\n(?![ \t])", re.S)
_SPACES = re.compile(rb"[ \t]+")
_SPACES_AT_END = re.compile(rb"[ \t]+(?=\r\n)")
_SIGNATURE_CHARACTERS_A_LINE = 72


class UnusableKey(ValueError):
    """The DKIM settings do not fit together; the message names the setting."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A domain's key under a selector (a DNS record at <selector>._domainkey.<domain>)."""

    key: RSAPrivateKey | Ed25519PrivateKey
    selector: str
    domain: str

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Signer | None:
        """From DKIM_KEY_FILE, DKIM_SELECTOR and DKIM_DOMAIN; None without a key file. Raises UnusableKey."""
        if not settings["DKIM_KEY_FILE"]:
            return None
        if not settings["DKIM_SELECTOR"]:
            raise UnusableKey("DKIM_SELECTOR is missing: under which name does the public key stand in DNS?")
        domain = settings["DKIM_DOMAIN"] or Sender.parse(settings["MAIL_DEFAULT_SENDER"]).address.domain
        return cls(_key(Path(settings["DKIM_KEY_FILE"])), settings["DKIM_SELECTOR"], domain)

    def sign(self, message: bytes) -> bytes:
        """The message with a DKIM-Signature before it (relaxed/relaxed, nothing of it left out)."""
        head, _, body = message.partition(b"\r\n\r\n")
        fields = {name.lower(): value for name, value in _FIELD.findall(head + b"\r\n")}
        names = [name for name in SIGNED if name in fields]
        signature = self._unsigned(b":".join([*names, *SEALED]), _digest(body))
        signed = b"".join(_relaxed(name, fields[name]) + b"\r\n" for name in names)
        sealed = self._seal(signed + _relaxed(b"DKIM-Signature", signature))
        return b"DKIM-Signature:" + signature + _folded(sealed) + b"\r\n" + message

    def _unsigned(self, names: bytes, body_hash: bytes) -> bytes:
        algorithm = "rsa-sha256" if isinstance(self.key, RSAPrivateKey) else "ed25519-sha256"
        listed = names.decode("ascii").replace(":date:", ":date:\r\n  ")
        return (
            f" v=1; a={algorithm}; c=relaxed/relaxed; d={self.domain};\r\n"
            f" s={self.selector}; h={listed};\r\n bh={body_hash.decode('ascii')};\r\n b="
        ).encode("ascii")

    def _seal(self, data: bytes) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return base64.b64encode(self.key.sign(data, PKCS1v15(), SHA256()))
        return base64.b64encode(self.key.sign(hashlib.sha256(data).digest()))


def finished_message(letter: StoredLetter, sender: Sender, signer: Signer | None) -> bytes:
    """The message as it goes out. Raises UnsendableLetter."""
    message = build_message(letter, sender)
    return signer.sign(message) if signer else message


def _relaxed(name: bytes, value: bytes) -> bytes:
    unfolded = value.replace(b"\r\n", b"")
    return name.lower() + b":" + _SPACES.sub(b" ", unfolded).strip(b" ")


def _digest(body: bytes) -> bytes:
    relaxed = _SPACES.sub(b" ", _SPACES_AT_END.sub(b"", body)).rstrip(b"\r\n")
    return base64.b64encode(hashlib.sha256(relaxed + b"\r\n" if relaxed else b"").digest())


def _folded(signature: bytes) -> bytes:
    width = _SIGNATURE_CHARACTERS_A_LINE
    return b"\r\n ".join(signature[start : start + width] for start in range(0, len(signature), width))


@lru_cache(maxsize=4)
def _key(path: Path) -> RSAPrivateKey | Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as fault:
        raise UnusableKey(f"DKIM_KEY_FILE holds no private key in PEM form: {path} ({fault})") from fault
    if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
        raise UnusableKey(f"DKIM_KEY_FILE must hold an RSA or Ed25519 key: {path}")
    return key
