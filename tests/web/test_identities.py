"""Who the company's site says the customer is, and everybody who only pretends."""

import base64
import hmac
import json
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from firstline.domain.errors import FirstlineError
from firstline.domain.events import Person
from firstline.settings import Settings
from firstline.web.errors import ChatNotEnabled, TokenExpired, TokenInvalid
from firstline.web.identities import Identities, IdentitySettingsBroken

from .kit import SECRET, START, token

CLAIMS = {"sub": "ana", "chat": True, "exp": START // 1000 + 60}


@pytest.fixture
def identities() -> Identities:
    return Identities(Settings(identity_secret=SECRET))


def refusal(identities: Identities, given: str) -> str:
    with pytest.raises(TokenInvalid) as refused:
        identities.verify(given, START)
    return str(refused.value.details["reason"])


def test_a_token_gives_the_person_as_the_site_signed_them(identities):
    signed = token(
        name="Ana Lima",
        email="ana@lojamar.example",
        plan="Premium",
        organisation="lojamar",
        reads_organisation=True,
    )
    assert identities.verify(signed, START) == Person(
        id="ana",
        name="Ana Lima",
        email="ana@lojamar.example",
        plan="premium",
        organisation="lojamar",
        verified=True,
        reads_organisation=True,
    )


@pytest.mark.rule("R01", part="entitlement")
@pytest.mark.parametrize("entitlement", [False, None])
def test_without_the_entitlement_there_is_no_chat(identities, entitlement):
    with pytest.raises(ChatNotEnabled):
        identities.verify(token(chat=entitlement), START)


@pytest.mark.parametrize(("late", "good"), [(29, True), (31, False)])
def test_an_expired_token_says_so_after_thirty_seconds_of_leeway(identities, late, good):
    signed = token(exp=START // 1000 - late)
    if good:
        assert identities.verify(signed, START).verified
    else:
        with pytest.raises(TokenExpired):
            identities.verify(signed, START)


def test_an_expired_token_of_somebody_else_is_not_called_expired(identities):
    forged = token(secret="x" * 40, exp=START // 1000 - 3600)
    assert refusal(identities, forged) == "signature"


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": None},
        {"exp": "tomorrow"},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"chat": "yes"},
        {"name": ["Ana"]},
        {"nbf": START // 1000 + 120},
        {"iat": START // 1000 + 120},
    ],
    ids=str,
)
def test_claims_that_make_no_sense_are_refused(identities, claims):
    assert refusal(identities, token(**claims)) == "claims"


def test_another_secret_signs_nothing(identities):
    assert refusal(identities, token(secret="y" * 40)) == "signature"


def test_a_changed_claim_breaks_the_signature(identities):
    head, _, signature = token(plan="basic").split(".")
    body = base64.urlsafe_b64encode(json.dumps({**CLAIMS, "plan": "premium"}).encode())
    forged = ".".join([head, body.decode().rstrip("="), signature])
    assert refusal(identities, forged) == "signature"


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "HS512", "RS256", ""])
def test_the_token_does_not_choose_its_algorithm(identities, alg):
    head = base64.urlsafe_b64encode(json.dumps({"alg": alg}).encode()).decode().rstrip("=")
    body = token().split(".")[1]
    assert refusal(identities, f"{head}.{body}.") == "algorithm"


@pytest.mark.parametrize("given", ["", "x", "a.b.c", "..", "é.é.é", "\0", "." * 5000, "x" * 9000])
def test_what_is_no_token_is_refused(identities, given):
    assert refusal(identities, given) == "malformed"


def test_without_a_secret_nobody_is_anybody():
    assert refusal(Identities(Settings()), token()) == "not_configured"


@pytest.mark.parametrize("secret", ["short", "x" * 31])
def test_a_secret_that_can_be_guessed_stops_the_start(secret):
    with pytest.raises(IdentitySettingsBroken):
        Identities(Settings(identity_secret=secret))


class TestPublicKeys:
    RSA = RSAKey.generate_key(2048, {"kid": "one"})
    EC = ECKey.generate_key("P-256", {"kid": "two"})
    OKP = OKPKey.generate_key("Ed25519", {"kid": "three"})

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        return self.write(tmp_path / "jwks.json", self.RSA, self.EC, self.OKP)

    @staticmethod
    def write(file: Path, *keys) -> Path:
        file.write_text(json.dumps({"keys": [key.as_dict(private=False) for key in keys]}))
        return file

    @staticmethod
    def sign(key, alg: str, **header: str) -> str:
        return jwt.encode({"alg": alg, "kid": key.kid, **header}, CLAIMS, key, algorithms=[alg])

    @pytest.mark.parametrize(
        ("name", "alg"), [("RSA", "RS256"), ("EC", "ES256"), ("OKP", "Ed25519")]
    )
    def test_each_kind_of_key_is_known(self, file, name, alg):
        identities = Identities(Settings(identity_jwks=str(file)))
        assert identities.verify(self.sign(getattr(self, name), alg), START).id == "ana"

    def test_the_older_name_of_ed25519_is_known(self, file, recwarn):
        identities = Identities(Settings(identity_jwks=str(file)))
        with pytest.warns(match="EdDSA is deprecated"):
            signed = self.sign(self.OKP, "EdDSA")
        recwarn.clear()
        assert identities.verify(signed, START).id == "ana"
        assert not recwarn

    @pytest.mark.parametrize("secret", [RSA.as_pem(private=False), SECRET.encode()])
    def test_the_public_key_is_no_shared_secret(self, file, secret):
        identities = Identities(Settings(identity_jwks=str(file), identity_secret=SECRET))
        head = {"alg": "HS256", "kid": "one"}
        signed = b".".join(base64.urlsafe_b64encode(json.dumps(p).encode()) for p in (head, CLAIMS))
        signature = hmac.digest(secret, signed.replace(b"=", b""), "sha256")
        forged = b".".join([signed, base64.urlsafe_b64encode(signature)]).replace(b"=", b"")
        assert refusal(identities, forged.decode()) == "algorithm"

    def test_a_key_in_the_header_is_ignored(self, file):
        own = ECKey.generate_key("P-256", {"kid": "two"})
        head = {"alg": "ES256", "kid": "two", "jwk": own.as_dict(private=False)}
        forged = jwt.encode(head, CLAIMS, own)
        assert refusal(Identities(Settings(identity_jwks=str(file))), forged) == "signature"

    def test_an_unknown_key_is_named_as_the_reason(self, file):
        own = RSAKey.generate_key(2048, {"kid": "nine"})
        forged = jwt.encode({"alg": "RS256", "kid": "nine"}, CLAIMS, own)
        assert refusal(Identities(Settings(identity_jwks=str(file))), forged) == "key"

    def test_keys_are_exchanged_without_a_restart(self, file):
        identities = Identities(Settings(identity_jwks=str(file)))
        fresh = RSAKey.generate_key(2048, {"kid": "four"})
        signed = self.sign(fresh, "RS256")
        assert refusal(identities, signed) == "key"
        self.write(file, fresh)
        assert identities.verify(signed, START).id == "ana"
        assert refusal(identities, self.sign(self.RSA, "RS256")) == "key"

    def test_a_broken_new_file_leaves_the_good_keys(self, file):
        identities = Identities(Settings(identity_jwks=str(file)))
        file.write_text("{")
        assert identities.verify(self.sign(self.RSA, "RS256"), START).id == "ana"

    @pytest.mark.parametrize("content", [None, "", "[]", '{"keys": [{"kty": "?"}]}'])
    def test_a_broken_file_stops_the_start(self, tmp_path, content):
        file = tmp_path / "jwks.json"
        if content is not None:
            file.write_text(content)
        with pytest.raises(IdentitySettingsBroken, match=r"jwks\.json"):
            Identities(Settings(identity_jwks=str(file)))


def test_every_refusal_is_one_of_ours(identities):
    for given in ("", token(chat=False), token(exp=1), token(secret="z" * 40)):
        with pytest.raises(FirstlineError):
            identities.verify(given, START)
