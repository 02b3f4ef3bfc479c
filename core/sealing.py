"""Fields that lie encrypted in the database: AES-256-GCM under a key derived for one purpose (security 10.2, 11.4)."""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
VERSION = b"1"


def key_for(secret: str, purpose: str) -> bytes:
    """The 256-bit key of one purpose, derived from the installation's secret."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=b"tirek", info=purpose.encode()).derive(secret.encode())


def seal(secret: str, purpose: str, owner: str, content: bytes) -> bytes:
    """Encrypt; the owner (such as `account:7`) is authenticated, so that a value moved to another row does not open."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(key_for(secret, purpose)).encrypt(nonce, content, owner.encode())


def unseal(secret: str, purpose: str, owner: str, sealed: bytes) -> bytes:
    """Decrypt what `seal` made.

    :raises cryptography.exceptions.InvalidTag: another secret, purpose or owner, or altered bytes
    """
    nonce, content = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    return AESGCM(key_for(secret, purpose)).decrypt(nonce, content, owner.encode())


def blind_index(secret: str, purpose: str, value: str) -> str:
    """A keyed hash by which an encrypted value can be found without being opened."""
    return hmac.new(key_for(secret, f"index:{purpose}"), value.encode(), hashlib.sha256).hexdigest()
