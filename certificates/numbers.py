"""Numbers for people: one sequence a year, without gaps that a rollback did not cause, never twice."""

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from certificates.models import CertificateNumber
from certificates.rules import number_of


def next_number(session: Session, year: int) -> str:
    """The next number of a year. The year's row stays locked until the transaction ends."""
    insert = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    session.execute(insert(CertificateNumber).values(year=year, last=0).on_conflict_do_nothing())
    taken = session.scalars(
        update(CertificateNumber)
        .where(CertificateNumber.year == year)
        .values(last=CertificateNumber.last + 1)
        .returning(CertificateNumber.last)
        .execution_options(synchronize_session=False)
    ).one()
    return number_of(year, taken)
