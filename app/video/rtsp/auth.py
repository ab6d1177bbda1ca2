"""Basic and Digest authentication (RFC 2617, RFC 7616) for RTSP requests."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

_SCHEME = re.compile(
    r"(?:^|,)\s*(Basic|Digest)\s+(?=\w+\s*=)|(?:^|,)\s*(Basic)\s*(?=,|$)", re.IGNORECASE
)
_FIELD = re.compile(r'\b(\w{1,40})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')

_HEADER_MOST = 8192
_HASHES: dict[str, Callable[[bytes], str]] = {
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
}


@dataclass(frozen=True)
class Challenge:
    """One way to prove who we are that a server offers."""

    scheme: str
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def algorithm(self) -> str:
        """The hash in capitals; MD5 where none is named."""
        return self.fields.get("algorithm", "MD5").upper()

    @property
    def stale(self) -> bool:
        """Whether only the nonce was too old, not the password wrong."""
        return self.fields.get("stale", "").lower() == "true"

    @property
    def strength(self) -> int:
        """How good it is; 0 where we cannot do it."""
        if self.scheme == "basic":
            return 1
        hash_name = self.algorithm.removesuffix("-SESS")
        return {"MD5": 2, "SHA-256": 3}.get(hash_name, 0) if self.fields.get("nonce") else 0


def parse_challenges(header: str) -> list[Challenge]:
    """What WWW-Authenticate offers; several headers may have been joined by commas."""
    header = header[:_HEADER_MOST]
    marks = list(_SCHEME.finditer(header))
    challenges = []
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        text = header[mark.end() : following.start() if following else len(header)]
        fields = {
            name.lower(): re.sub(r"\\(.)", r"\1", quoted) or plain
            for name, quoted, plain in _FIELD.findall(text)
        }
        challenges.append(Challenge((mark.group(1) or mark.group(2)).lower(), fields))
    return challenges


class Credentials:
    """User name and password, and how the server wants them shown."""

    def __init__(self, user: str, password: str) -> None:
        self.user = user
        self._password = password
        self._challenge: Challenge | None = None
        self._count = 0
        self._admitted = False

    def __repr__(self) -> str:
        return f"Credentials({self.user!r})"  # never the password

    def admitted(self) -> None:
        """A request was not refused: where there was a proof, it was right."""
        self._admitted = self._challenge is not None

    def accept(self, header: str) -> bool:
        """Take a server's challenge; False where another try is of no use.

        A proof that was refused is not given again, although many devices make a new
        nonce for each refusal: a few wrong ones, and they lock the account. Only one
        who was let in before may have an old nonce alone.
        """
        offers = [each for each in parse_challenges(header) if each.strength]
        if not self.user or not offers:
            return False
        best = max(offers, key=lambda each: each.strength)
        again = self._challenge is not None and not best.stale
        same = best.fields.get("nonce") == (self._challenge or best).fields.get("nonce")
        if again and (same or not self._admitted):
            return False
        self._challenge, self._count = best, 0
        return True

    def header(self, method: str, url: str) -> str | None:
        """The Authorization header for one request; None before a challenge came."""
        challenge = self._challenge
        if challenge is None:
            return None
        if challenge.scheme == "basic":
            pair = f"{self.user}:{self._password}".encode()
            return "Basic " + base64.b64encode(pair).decode("ascii")
        self._count += 1
        return self._digest(challenge, method, url)

    def _digest(self, challenge: Challenge, method: str, url: str) -> str:
        fields, hashed = challenge.fields, _HASHES[challenge.algorithm.removesuffix("-SESS")]
        realm, nonce = fields.get("realm", ""), fields.get("nonce", "")
        cnonce, count = secrets.token_hex(8), f"{self._count:08x}"
        first = hashed(f"{self.user}:{realm}:{self._password}".encode())
        if challenge.algorithm.endswith("-SESS"):
            first = hashed(f"{first}:{nonce}:{cnonce}".encode())
        second = hashed(f"{method}:{url}".encode())
        parts = [
            f'username="{_quoted(self.user)}"', f'realm="{_quoted(realm)}"',
            f'nonce="{_quoted(nonce)}"', f'uri="{_quoted(url)}"',
        ]  # fmt: skip
        qops = {each.strip().lower() for each in fields.get("qop", "").split(",")}
        if "auth" in qops:
            proof = hashed(f"{first}:{nonce}:{count}:{cnonce}:auth:{second}".encode())
            parts += ["qop=auth", f"nc={count}", f'cnonce="{cnonce}"']
        else:
            proof = hashed(f"{first}:{nonce}:{second}".encode())
        parts.append(f'response="{proof}"')
        parts += [f'opaque="{_quoted(fields["opaque"])}"'] if "opaque" in fields else []
        parts += [f"algorithm={challenge.algorithm}"] if "algorithm" in fields else []
        return "Digest " + ", ".join(parts)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
