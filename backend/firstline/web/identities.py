"""Customers' identities: tokens that the company's site signed (R01, DESIGN section 8)."""

import json
from pathlib import Path
from typing import Annotated, Any, override

import msgspec
from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet, OctKey
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry
from msgspec import Meta, Struct

from firstline.domain.errors import FirstlineError
from firstline.domain.events import Person
from firstline.domain.moment import Moment
from firstline.settings import Settings

from .errors import ChatNotEnabled, TokenExpired, TokenInvalid

LEEWAY = 30
"""Seconds by which the site's clock may differ from ours."""
LONGEST_TOKEN = 8192
"""Characters."""
SHORTEST_SECRET = 32
"""Bytes: an HS256 key is at least as long as its hash (RFC 7518, 3.2)."""
BY_SECRET = ("HS256",)
BY_PUBLIC_KEY = ("RS256", "ES256", "EdDSA", "Ed25519")

Short = Annotated[str, Meta(max_length=255)]


class IdentitySettingsBroken(FirstlineError):
    """The secret or the keys that identities are checked by cannot be used."""


class Claims(Struct, frozen=True):
    """What a token says. Without `chat` there is no entitlement to chat."""

    sub: Annotated[str, Meta(min_length=1, max_length=255)]
    email: Short = ""
    name: Short = ""
    plan: Short = ""
    organisation: Short = ""
    chat: bool = False
    reads_organisation: bool = False


class Identities:
    """Checks tokens by the shared secret, or by the site's public keys where there are any.

    Raises IdentitySettingsBroken.
    """

    def __init__(self, settings: Settings) -> None:
        self._secret = settings.identity_secret.encode()
        self._file = Path(settings.identity_jwks) if settings.identity_jwks else None
        self._read_at = -1
        self._keys: KeySet | OctKey | None = None
        if self._file is None and self._secret:
            self._keys = _secret_key(self._secret)
        self._registry = _Registry(algorithms=BY_PUBLIC_KEY if self._file else BY_SECRET)
        self._refresh()

    def verify(self, token: str, now: Moment) -> Person:
        """The customer that the token stands for.

        Raises TokenExpired, TokenInvalid with a `reason` (not_configured, malformed, algorithm,
        key, signature, claims), and ChatNotEnabled.
        """
        claims = self._claims(token, now)
        if not claims.chat:
            raise ChatNotEnabled
        return Person(
            id=claims.sub,
            name=claims.name,
            email=claims.email,
            plan=claims.plan.lower(),
            organisation=claims.organisation,
            verified=True,
            reads_organisation=claims.reads_organisation,
        )

    def _claims(self, token: str, now: Moment) -> Claims:
        self._refresh()
        if self._keys is None:
            raise TokenInvalid(reason="not_configured")
        if len(token) > LONGEST_TOKEN:
            raise TokenInvalid(reason="malformed")
        try:
            given = jwt.decode(token, self._keys, registry=self._registry).claims
            _in_time(given, now)
            return msgspec.convert(given, Claims)
        except ExpiredTokenError as error:
            raise TokenExpired from error
        except (JoseError, msgspec.ValidationError, ValueError) as error:
            raise TokenInvalid(reason=_reason(error)) from error

    def _refresh(self) -> None:
        """Read the key file anew when it has changed: keys are rotated without a restart."""
        if self._file is None:
            return
        try:
            changed_at = self._file.stat().st_mtime_ns
            if changed_at != self._read_at:
                self._keys = KeySet.import_key_set(json.loads(self._file.read_text("utf-8")))
                self._read_at = changed_at
        except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
            # Keys that were good stay good while a new file is being written.
            if self._keys is None:
                raise IdentitySettingsBroken(f"{self._file} is no JWKS: {error}") from error


class _Registry(JWSRegistry):
    """Takes `EdDSA`, the name that sites still sign with, without its warning (RFC 9864)."""

    @override
    def get_alg(self, name: str) -> Any:
        if name == "EdDSA" and self.allowed and name in self.allowed:
            return self.algorithms[name]
        return super().get_alg(name)


def _secret_key(secret: bytes) -> OctKey:
    if len(secret) < SHORTEST_SECRET:
        raise IdentitySettingsBroken(f"identity_secret needs at least {SHORTEST_SECRET} bytes")
    return OctKey.import_key(secret)


def _in_time(claims: dict[str, Any], now: Moment) -> None:
    JWTClaimsRegistry(now=now // 1000, leeway=LEEWAY, exp={"essential": True}).validate(claims)


def _reason(error: Exception) -> str:
    match error:
        case BadSignatureError():
            return "signature"
        case UnsupportedAlgorithmError():
            return "algorithm"
        case InvalidKeyIdError():
            return "key"
        case ClaimError() | msgspec.ValidationError():
            return "claims"
        case _:
            return "malformed"
