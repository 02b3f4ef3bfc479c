"""The offices of the framework in force."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from competencies.models import Framework, Office


def office_titles(session: Session, lang: str) -> list[tuple[str, str]]:
    """(code, title) of each office in the framework's order; Russian where a title has no Kazakh yet."""
    newest = select(Framework.id).order_by(Framework.number.desc()).limit(1).scalar_subquery()
    wanted = (
        select(Office.code, Office.title_ru, Office.title_kk).where(Office.framework_id == newest).order_by(Office.id)
    )
    return [(code, kk if lang == "kk" and kk else ru) for code, ru, kk in session.execute(wanted)]
