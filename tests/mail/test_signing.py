"""DKIM: what we sign, an independent verifier accepts; the same bytes on every try; both unsubscribe fields held."""

from __future__ import annotations

import base64
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from flask import Flask
from hypothesis import given
from sqlalchemy.orm import Session

from app.mail import Letter, delivery
from app.mail.message import Sender, build_message
from app.mail.models import StoredLetter
from app.mail.signing import Signer, UnusableKey
from tests.mail.outbox import post_specimens
from tests.mail.smtp_server import ScriptedServer
from tests.mail.test_message import BODY, LINE, UNHURRIED, make_letter

SENDER = Sender.parse("Haus <konvent@haus.example>")
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ED_KEY = Ed25519PrivateKey.generate()
Key = rsa.RSAPrivateKey | Ed25519PrivateKey


def _record(key: Key) -> bytes:
    if isinstance(key, Ed25519PrivateKey):
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return b"v=DKIM1; k=ed25519; p=" + base64.b64encode(public)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def _holds(message: bytes, key: Key) -> bool:
    asked: list[bytes] = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return _record(key)

    found = bool(dkim.verify(message, dnsfunc=dns))
    assert asked == [b"konvent._domainkey.haus.example."]
    return found


def _letter(**facts: object) -> StoredLetter:
    return make_letter(unsubscribe_url="https://haus.example/abmelden/" + "t" * 90, **facts)


@pytest.mark.parametrize("key", [RSA_KEY, ED_KEY], ids=["rsa", "ed25519"])
def test_a_verifier_accepts_it(key: Key) -> None:
    signer = Signer(key, "konvent", "haus.example")
    message = build_message(
        _letter(subject="Prüfung: Sitzung am Montag, 14. Dezember 2026, 10:00 Uhr, Zwönitz"), SENDER
    )
    signed = signer.sign(message)
    assert signed.endswith(message)
    assert _holds(signed, key)
    assert signer.sign(message) == signed
    assert all(len(line) <= 200 for line in signed.split(b"\r\n\r\n")[0].split(b"\r\n"))


@UNHURRIED
@given(subject=LINE, name=LINE, text=BODY)
def test_whatever_is_in_the_letter(subject: str, name: str, text: str) -> None:
    letter = _letter(subject=subject, recipient_name=name, body_text=text)
    assert _holds(Signer(ED_KEY, "konvent", "haus.example").sign(build_message(letter, SENDER)), ED_KEY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"List-Unsubscribe-Post: ", b"List-Unsubscribe-Post: x"),
        (b"List-Unsubscribe: <", b"List-Unsubscribe: <x"),
        (b"Subject: ", b"Subject: x"),
        (b"From: ", b"From: evil@x.example\r\nFrom: "),
        (b"\r\n\r\n", b"\r\n\r\nx"),
    ],
)
def test_what_is_changed_on_the_way_breaks_it(before: bytes, after: bytes) -> None:
    signed = Signer(ED_KEY, "konvent", "haus.example").sign(build_message(_letter(), SENDER))
    assert not _holds(signed.replace(before, after, 1), ED_KEY)


@pytest.mark.usefixtures("specimen", "committed")
def test_letters_go_out_signed(app: Flask, server: ScriptedServer, tmp_path: Path, committed: Session) -> None:
    file = _written(tmp_path, RSA_KEY)
    before = {name: app.config[name] for name in ("DKIM_KEY_FILE", "DKIM_SELECTOR", "DKIM_DOMAIN")}
    app.config.update(DKIM_KEY_FILE=str(file), DKIM_SELECTOR="konvent", DKIM_DOMAIN="haus.example")
    try:
        post_specimens()
        assert delivery.deliver().sent == 1
    finally:
        app.config.update(before)
    assert _holds(server.taken[0].raw, RSA_KEY)


def test_settings_that_do_not_fit_are_named(tmp_path: Path, specimen: Letter) -> None:
    settings = {
        "DKIM_KEY_FILE": None,
        "DKIM_SELECTOR": None,
        "DKIM_DOMAIN": None,
        "MAIL_DEFAULT_SENDER": "a@haus.example",
    }
    assert Signer.from_settings(settings) is None
    key = str(_written(tmp_path, ED_KEY))
    with pytest.raises(UnusableKey, match="DKIM_SELECTOR"):
        Signer.from_settings(settings | {"DKIM_KEY_FILE": key})
    signer = Signer.from_settings(settings | {"DKIM_KEY_FILE": key, "DKIM_SELECTOR": "s"})
    assert signer is not None
    assert signer.domain == "haus.example"
    odd = tmp_path / "odd.pem"
    odd.write_text("nonsense")
    curve = ec.generate_private_key(ec.SECP256R1())
    other = tmp_path / "other.pem"
    other.write_bytes(curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    for file in (odd, other, tmp_path / "missing.pem"):
        with pytest.raises(UnusableKey, match="DKIM_KEY_FILE"):
            Signer.from_settings(settings | {"DKIM_KEY_FILE": str(file), "DKIM_SELECTOR": "s"})


def _written(folder: Path, key: Key) -> Path:
    file = folder / "dkim.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file
