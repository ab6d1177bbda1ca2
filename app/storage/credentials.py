"""Camera passwords: in the system's keyring, or in memory until the program ends.

They are never written to a file, the database or a log. A keyring that is none
(the null and fail backends) or that keeps plain text is not used: then the
passwords live in memory, and a note says so. The keyring is looked for at
first use, since finding it may ask the desktop session.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from app.faults import Sentence

SERVICE = "Floorwalk"
NO_KEYRING = Sentence(
    "This workstation has no system keyring, so camera passwords are kept in memory only and "
    "asked again after each start. Start a keyring service (for example GNOME Keyring or "
    "KWallet) to keep them.",
    "本机没有系统密钥环，摄像机密码只保存在内存中，每次启动后需要重新输入。"
    "如需保存，请启动密钥环服务（例如 GNOME Keyring 或 KWallet）。",
)
KEYRING_REFUSES = Sentence(
    "The system keyring did not answer ({reason}), so camera passwords are kept in memory until "
    "Floorwalk ends. Unlock the keyring, then enter the password again to keep it.",
    "系统密钥环没有响应（{reason}），摄像机密码只保存在内存中直到程序退出。"
    "请解锁密钥环后重新输入密码以便保存。",
)
_LOG = logging.getLogger(__name__)
_UNFIT = ("plaintext", "keyring.backends.fail", "keyring.backends.null", "keyrings.alt.file")


class Keyring(Protocol):
    """What is asked of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the secret."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Forget the secret."""
        ...


class Credentials:
    """Threads may share it. ``find`` looks for the keyring, once."""

    def __init__(self, find: Callable[[], Keyring | None] | None = None) -> None:
        self._find = find or system_keyring
        self._lock = threading.RLock()
        self._looked = False
        self._keyring: Keyring | None = None
        self._trouble: str = ""
        self._session: dict[str, str] = {}

    def keep(self, key: str, password: str) -> bool:
        """True when the keyring has it, False when only this session knows it."""
        with self._lock:
            keyring = self._backend()
            if keyring is not None and self._told(
                lambda: keyring.set_password(SERVICE, key, password)
            ):
                self._session.pop(key, None)
                return True
            self._session[key] = password
            return False

    def find(self, key: str) -> str | None:
        """The password, or None when nobody entered one that still is known."""
        with self._lock:
            if key in self._session:
                return self._session[key]
            keyring = self._backend()
            if keyring is None:
                return None
            answer: list[str | None] = []
            self._told(lambda: answer.append(keyring.get_password(SERVICE, key)))
            return answer[0] if answer else None

    def forget(self, key: str) -> None:
        """The password is known no more; one that was never kept is fine."""
        with self._lock:
            self._session.pop(key, None)
            keyring = self._backend()
            if keyring is not None and self.find(key) is not None:
                self._told(lambda: keyring.delete_password(SERVICE, key))

    def note(self) -> Sentence | None:
        """What a person should know about where passwords are kept; None = all is well."""
        with self._lock:
            if self._backend() is None:
                return NO_KEYRING
            if self._trouble:
                text = self._trouble.replace("{", "{{").replace("}", "}}")
                return Sentence(
                    KEYRING_REFUSES.en.replace("{reason}", text),
                    KEYRING_REFUSES.zh.replace("{reason}", text),
                )
            return None

    def _backend(self) -> Keyring | None:
        if not self._looked:
            self._keyring = self._find()
            self._looked = True
        return self._keyring

    def _told(self, ask: Callable[[], object]) -> bool:
        """Ask the keyring; remember in words when it does not do it."""
        try:
            ask()
        except Exception as error:  # noqa: BLE001 - backends raise what their system raises
            self._trouble = type(error).__name__
            _LOG.info("the keyring did not answer: %s", self._trouble)
            return False
        self._trouble = ""
        return True


def system_keyring() -> Keyring | None:
    """The best keyring of this system that keeps secrets secret; None = there is none."""
    import keyring

    backend: object = keyring.get_keyring()
    # A chain would fall through to a backend that keeps plain text: take its best fit member.
    members: list[object] = list(getattr(backend, "backends", None) or [backend])
    return next((found for found in members if _fit(found)), None)  # type: ignore[return-value] # keyring has no types


def _fit(backend: object) -> bool:
    kind = type(backend)
    name = f"{kind.__module__}.{kind.__qualname__}".lower()
    if any(word in name for word in _UNFIT):
        return False
    try:
        return float(getattr(backend, "priority", 0)) >= 1
    except (RuntimeError, ValueError, TypeError):
        # keyring's way to say that a backend cannot work on this system
        return False
