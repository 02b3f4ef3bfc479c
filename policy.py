"""Who may do what: the whole table, readable by an auditor. Every rule of one row must hold; any row is enough.

What a person may not see does not exist for them (404): that is decided in the `visible_*` select of each loader. This table
decides what may be done with what is seen (403). Source: design, security §2.
"""

from access.actors import Role
from access.guard import Policy
from access.permissions import Permission
from access.rules import ANYBODY, holds, signed_in
from assessments.statistics.access import EXAMINERS, has_reach

ADMINISTRATORS = (Role.ORG_ADMIN, Role.FEDERATION_ADMIN)

TABLE: Policy = {
    Permission.PUBLIC: [ANYBODY],
    Permission.ACCOUNT_OWN: [[signed_in]],
    Permission.JOIN_ASK: [[signed_in]],
    Permission.JOIN_DECIDE: [[holds(*ADMINISTRATORS)]],
    Permission.INVITE: [[holds(*ADMINISTRATORS)]],
    Permission.ORGANISATION_READ: [[holds(*ADMINISTRATORS, Role.REGISTRAR)]],
    Permission.PEOPLE_READ: [[holds(*ADMINISTRATORS)]],
    Permission.LEARN: [[signed_in]],
    Permission.PROGRAMME_ENROL: [[signed_in]],
    Permission.UNIT_READ: [ANYBODY],
    Permission.ATTEMPT_START: [[signed_in]],  # and the programme taken that holds it: assessments/admission.py
    Permission.ATTEMPT_ANSWER: [[signed_in]],
    Permission.ATTEMPT_READ: [[signed_in]],
    Permission.RESULT_READ: [[signed_in]],
    Permission.APPEAL_MAKE: [[signed_in]],  # the own attempt, within the days of its rule
    Permission.SCRIPT_READ: [[holds(Role.MARKER)]],
    Permission.SCRIPT_MARK: [[holds(Role.MARKER)]],
    Permission.APPEAL_DECIDE: [[holds(Role.MARKER)]],  # never who marked it: assessments/marking/access.py
    Permission.RESULT_RESCORE: [[holds(Role.FEDERATION_ADMIN)]],
    Permission.STATISTICS_READ: [[holds(*EXAMINERS), has_reach]],  # keys stand there
    Permission.STATISTICS_MAKE: [[holds(*EXAMINERS), has_reach]],
    Permission.RECORD_READ: [[signed_in]],
    Permission.RECORD_SHARE: [[signed_in]],
    Permission.CERTIFICATE_DOWNLOAD: [[signed_in]],
    Permission.CERTIFICATE_REVOKE: [[holds(Role.FEDERATION_ADMIN, Role.REGISTRAR)]],
    Permission.MAIL_READ: [[holds(Role.SYSTEM_ADMIN)]],
    Permission.ADMIN_READ: [[holds(Role.SYSTEM_ADMIN)]],
}
