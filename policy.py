"""Who may do what: the whole table, readable by an auditor. Every rule of one row must hold; any row is enough.

What a person may not see does not exist for them (404): that is decided in the `visible_*` select of each loader. This table
decides what may be done with what is seen (403). Source: design, security §2.
"""

from access.actors import Role
from access.guard import Policy
from access.permissions import Permission as P
from access.rules import ANYBODY, holds, signed_in

ADMINISTRATORS = (Role.ORG_ADMIN, Role.FEDERATION_ADMIN)

TABLE: Policy = {
    P.PUBLIC: [ANYBODY],
    P.ACCOUNT_OWN: [[signed_in]],
    P.JOIN_ASK: [[signed_in]],
    P.JOIN_DECIDE: [[holds(*ADMINISTRATORS)]],
    P.INVITE: [[holds(*ADMINISTRATORS)]],
    P.ORGANISATION_READ: [[holds(*ADMINISTRATORS, Role.REGISTRAR)]],
    P.PEOPLE_READ: [[holds(*ADMINISTRATORS)]],
    P.LEARN: [[signed_in]],
    P.PROGRAMME_ENROL: [[signed_in]],
    P.UNIT_READ: [ANYBODY],
    P.ATTEMPT_START: [[signed_in]],
    P.ATTEMPT_ANSWER: [[signed_in]],
    P.ATTEMPT_READ: [[signed_in]],
    P.RESULT_READ: [[signed_in]],
    P.RECORD_READ: [[signed_in]],
    P.RECORD_SHARE: [[signed_in]],
    P.CERTIFICATE_DOWNLOAD: [[signed_in]],
    P.CERTIFICATE_REVOKE: [[holds(Role.FEDERATION_ADMIN, Role.REGISTRAR)]],
    P.MAIL_READ: [[holds(Role.SYSTEM_ADMIN)]],
    P.ADMIN_READ: [[holds(Role.SYSTEM_ADMIN)]],
}
