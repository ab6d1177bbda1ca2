"""Passwords: in a keyring that keeps secrets, or in memory; never anywhere else."""

from __future__ import annotations

import sys
from typing import ClassVar

import keyring
import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import pytest

from app.storage.credentials import NO_KEYRING, SERVICE, Credentials, system_keyring
from tests.storage.small import MemoryKeyring


class Secure(MemoryKeyring):
    """Fit by its priority."""

    priority: ClassVar[float] = 5


class PlaintextKeyring(MemoryKeyring):
    """Eager, and as readable as a file."""

    priority: ClassVar[float] = 9


class Chain:
    def __init__(self, *backends: object) -> None:
        self.backends = list(backends)


class Locked(MemoryKeyring):
    """There, but its owner does not unlock it."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"locked, and here is your secret: {password}")

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("locked")


def test_a_keyring_keeps_passwords_over_sessions():
    kept = Secure()
    first = Credentials(lambda: kept)
    assert first.keep("camera/1", "s3cret") is True
    assert first.note() is None
    assert kept.secrets == {(SERVICE, "camera/1"): "s3cret"}
    assert Credentials(lambda: kept).find("camera/1") == "s3cret"
    first.forget("camera/1")
    first.forget("camera/1")
    assert kept.secrets == {}
    assert first.find("camera/1") is None


def test_without_keyring_a_password_lives_for_the_session_and_it_is_said():
    credentials = Credentials(lambda: None)
    assert credentials.keep("camera/1", "s3cret") is False
    assert credentials.find("camera/1") == "s3cret"
    assert credentials.note() is NO_KEYRING
    credentials.forget("camera/1")
    assert credentials.find("camera/1") is None
    assert Credentials(lambda: None).find("camera/1") is None


def test_a_keyring_that_refuses_falls_back_to_memory_and_says_so_without_the_secret():
    credentials = Credentials(Locked)
    assert credentials.keep("camera/1", "s3cret") is False
    assert credentials.find("camera/1") == "s3cret"
    note = credentials.note()
    assert note is not None
    assert "RuntimeError" in note.fill("en")
    assert "s3cret" not in note.fill("en") + note.fill("zh_CN")


def test_the_keyring_is_looked_for_once_and_not_before_it_is_needed():
    looked = []

    def find() -> Secure:
        looked.append(1)
        return Secure()

    credentials = Credentials(find)
    assert looked == []
    credentials.keep("a", "x")
    credentials.find("b")
    credentials.note()
    assert looked == [1]


def test_the_program_starts_without_loading_the_keyring():
    import subprocess

    code = "import sys, app.operations.facade; sys.exit('keyring' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("backend", "fit"),
    [
        (keyring.backends.fail.Keyring(), False),
        (keyring.backends.null.Keyring(), False),
        (Chain(), False),
        (PlaintextKeyring(), False),
        (Chain(PlaintextKeyring(), Secure()), True),
        (Chain(PlaintextKeyring(), keyring.backends.fail.Keyring()), False),
        (Secure(), True),
    ],
    ids=["fail", "null", "empty chain", "plain text", "chain", "unfit chain", "secure"],
)
def test_only_a_keyring_that_keeps_secrets_is_used(
    monkeypatch: pytest.MonkeyPatch, backend: object, fit: bool
):
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    found = system_keyring()
    assert isinstance(found, Secure) if fit else found is None
