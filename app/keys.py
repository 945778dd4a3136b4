"""The installation's own key: bundles are signed with it, and its fingerprint says whose they are.

It is drawn from the random bytes the installation made for itself, which are in the database and its backups: whoever
has those can sign too. What shows that somebody rewrote the past and signed it anew are the anchors in HR's digests.
"""

import hashlib
import hmac
from typing import Final

# Other keys are drawn from the same bytes by other names, so that none says anything of another.
_USE: Final = b"milepost bundle key 1"


class SigningKey:
    """``bundle.Signer``: an Ed25519 key."""

    def __init__(self, installation_key: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # keeps --help fast

        seed = hmac.digest(installation_key, _USE, "sha256")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.public)

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def fingerprint_of(public: bytes) -> str:
    """SHA-256 of the public key, in hexadecimal."""
    return hashlib.sha256(public).hexdigest()


def signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the owner of this public key signed this message."""
    from cryptography.exceptions import InvalidSignature  # the same
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
