"""One-time codes: TOTP, each code good once, and ten recovery codes on paper (design, security 3.3)."""

import hashlib
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.audit import record
from core.sealing import seal, unseal
from people.models import Account, RecoveryCode

STEP = 30
WINDOW = 1
RECOVERY_CODES = 10
PURPOSE = "totp"
ISSUER = "Tirek"


def begin(account: Account, secret_key: str) -> str:
    """Make a new secret for the account, not yet in force, and return it to be shown once."""
    secret = pyotp.random_base32()
    account.totp_ciphertext = seal(secret_key, PURPOSE, f"account:{account.id}", secret.encode())
    account.totp_confirmed_at = None
    return secret


def secret_of(account: Account, secret_key: str) -> str | None:
    """The account's secret, confirmed or not."""
    if account.totp_ciphertext is None:
        return None
    return unseal(secret_key, PURPOSE, f"account:{account.id}", account.totp_ciphertext).decode()


def address(account_name: str, secret: str) -> str:
    """The `otpauth://` address that an application reads from the QR code."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=account_name, issuer_name=ISSUER))


def accept_code(account: Account, code: str, secret_key: str, now: datetime) -> bool:
    """Whether the code fits now and was not used before; remembers its step, so that it is good once."""
    secret = secret_of(account, secret_key)
    digits = "".join(character for character in code if character.isdigit())
    if secret is None or len(digits) != 6:
        return False
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // STEP
    for step in range(present - WINDOW, present + WINDOW + 1):
        if step > account.totp_last_step and secrets.compare_digest(totp.generate_otp(step), digits):
            account.totp_last_step = step
            return True
    return False


def confirm(session: Session, account: Account, now: datetime) -> list[str]:
    """Put the second factor in force and return ten recovery codes, which are stored hashed and shown once."""
    account.totp_confirmed_at = now
    record(session, "second_factor_on", now=now, actor_id=account.person_id)
    return new_recovery_codes(session, account)


def new_recovery_codes(session: Session, account: Account) -> list[str]:
    """Ten new codes for paper, shown once; those before stop working."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [f"{secrets.token_hex(2)}-{secrets.token_hex(2)}" for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account.id, code_hash=_hash(account.id, code)) for code in codes)
    return codes


def codes_left(session: Session, account: Account) -> int:
    """How many codes on paper are unused."""
    unused = (RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def accept_recovery_code(session: Session, account: Account, code: str, now: datetime) -> bool:
    """Whether the code is one of the unused ones on paper; it is used up."""
    wanted = select(RecoveryCode).where(
        RecoveryCode.code_hash == _hash(account.id, code), RecoveryCode.used_at.is_(None)
    )
    row = session.scalar(wanted)
    if row is None or row.account_id != account.id:
        return False
    row.used_at = now
    record(session, "recovery_code_used", now=now, actor_id=account.person_id)
    return True


def _hash(account_id: int, code: str) -> str:
    return hashlib.sha256(f"{account_id}:{code.strip().casefold()}".encode()).hexdigest()
