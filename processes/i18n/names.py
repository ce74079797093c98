"""What enumerated values are called where a person reads them."""

from collections.abc import Mapping

from processes.i18n.catalogue import mark, translate

STATUSES: Mapping[str, str] = {
    "new": mark("New"),
    "in_progress": mark("In progress"),
    "waiting_customer": mark("Waiting for the customer"),
    "waiting_vendor": mark("Waiting for the vendor"),
    "waiting_problem": mark("Waiting for a problem to be solved"),
    "waiting_evidence": mark("Waiting for evidence"),
    "resolved": mark("Resolved"),
    "closed": mark("Closed"),
    "cancelled": mark("Cancelled"),
}
ROLES: Mapping[str, str] = {
    "requester": mark("Requester"),
    "agent": mark("Agent"),
    "lead": mark("Team lead"),
    "designer": mark("Process designer"),
    "operator": mark("Operator"),
    "administrator": mark("Administrator"),
}
PRIORITIES: Mapping[str, str] = {
    "1": mark("1 · Critical"),
    "2": mark("2 · High"),
    "3": mark("3 · Moderate"),
    "4": mark("4 · Low"),
    "5": mark("5 · Planning"),
}
SCALE: Mapping[str, str] = {"1": mark("High"), "2": mark("Medium"), "3": mark("Low")}
LEVELS: Mapping[str, str] = {
    "L1": mark("L1 · Service desk"),
    "L2": mark("L2 · Specialists"),
    "L3": mark("L3 · Experts"),
}
CHANNELS: Mapping[str, str] = {
    "web": mark("Portal"),
    "api": mark("REST"),
    "email": mark("E-mail"),
    "import": mark("Import"),
    "demo": mark("Demo"),
}
RESOLUTIONS: Mapping[str, str] = {
    "fixed": mark("Fixed"),
    "workaround": mark("Worked around"),
    "no_fault": mark("No fault found"),
    "duplicate": mark("Duplicate"),
}
CLOSE_REASONS: Mapping[str, str] = {
    "confirmed": mark("Confirmed by the requester"),
    "auto": mark("Closed after five business days without an answer"),
}
CATEGORIES: Mapping[str, str] = {
    "access": mark("Access and accounts"),
    "business-application": mark("Business applications"),
    "email": mark("Mail and calendar"),
    "hardware": mark("Computers and devices"),
    "network": mark("Network and internet"),
    "printing": mark("Printing"),
    "telephony": mark("Telephony and meetings"),
    "other": mark("Something else"),
}
LINKS: Mapping[str, str] = {
    "relates": mark("Related to"),
    "duplicates": mark("Duplicates"),
    "follows": mark("Follows"),
}
ACTIONS: Mapping[str, str] = {
    "people.create": mark("Person added"),
    "people.change": mark("Person changed"),
    "people.set-password": mark("Password set"),
    "people.begin-password-reset": mark("Password reset asked for"),
    "account.create-token": mark("API token made"),
    "account.revoke-token": mark("API token revoked"),
    "groups.create": mark("Group added"),
    "groups.change": mark("Group changed"),
    "groups.set-members": mark("Members of the group changed"),
    "ticket.attach": mark("File attached"),
    "ticket.link": mark("Linked to another ticket"),
    "incident.open": mark("Incident reported"),
    "incident.classify": mark("Classified"),
    "incident.prioritise": mark("Priority set by the rules"),
    "incident.assign": mark("Handed to a group"),
    "incident.resolve": mark("Solution recorded"),
    "incident.close": mark("Closed"),
    "incident.reopen": mark("Taken up again"),
    "incident.cancel": mark("Cancelled"),
    "incident.escalate": mark("Escalated to the leads"),
}


def name_of(names: Mapping[str, str], value: object, language: str) -> str:
    """Return what a value is called in this language; a value without a name is shown as it is, null as nothing."""
    if value is None:
        return ""
    msgid = names.get(str(value))
    return translate(language, msgid) if msgid else str(value)
