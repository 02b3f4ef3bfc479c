"""Every act that a view can ask permission for. What each needs stands in `policy.py`."""

from enum import StrEnum


class Permission(StrEnum):
    """Named `<thing>_<act>`; a route declares exactly one."""

    PUBLIC = "public"
    ACCOUNT_OWN = "account_own"
    JOIN_ASK = "join_ask"
    JOIN_DECIDE = "join_decide"
    INVITE = "invite"
    ORGANISATION_READ = "organisation_read"
    PEOPLE_READ = "people_read"
    LEARN = "learn"
    PROGRAMME_ENROL = "programme_enrol"
    UNIT_READ = "unit_read"
    ATTEMPT_START = "attempt_start"
    ATTEMPT_ANSWER = "attempt_answer"
    ATTEMPT_READ = "attempt_read"
    RESULT_READ = "result_read"
    APPEAL_MAKE = "appeal_make"
    SCRIPT_READ = "script_read"
    SCRIPT_MARK = "script_mark"
    APPEAL_DECIDE = "appeal_decide"
    RESULT_RESCORE = "result_rescore"
    RECORD_READ = "record_read"
    RECORD_SHARE = "record_share"
    CERTIFICATE_DOWNLOAD = "certificate_download"
    CERTIFICATE_REVOKE = "certificate_revoke"
    MAIL_READ = "mail_read"
    ADMIN_READ = "admin_read"
