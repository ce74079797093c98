"""The table of all views and the operation each is guarded with; a view that is missing here fails the tests.

REST views are written `endpoint:verb`. Who may do an operation stands in `processes/people/rules.py`.
"""

from processes.people.rules import PUBLIC

SHELL = {
    "static": PUBLIC,
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
    "auth.sign_in": PUBLIC,
    "auth.enter": PUBLIC,
    "auth.leave": PUBLIC,
    "reset.ask": PUBLIC,
    "reset.send": PUBLIC,
    "reset.choose": PUBLIC,
    "reset.finish": PUBLIC,
    "account.change_theme": PUBLIC,
    "account.change_language": PUBLIC,
    "account.show": "account.edit",
    "home.index": "account.edit",
}
OPERATION = {
    "find.ticket": "incident.read",
    "faults.index": "faults.read",
    "faults.retry": "faults.retry",
    "faults.retry_all": "faults.retry",
    "definitions.index": "definitions.read",
}
ADMINISTRATION = {
    "people.index": "people.read",
    "people.new": "people.edit",
    "people.create": "people.edit",
    "people.edit": "people.edit",
    "people.change": "people.edit",
    "people.send_link": "people.edit",
    "groups.index": "groups.read",
    "groups.new": "groups.edit",
    "groups.create": "groups.edit",
    "groups.edit": "groups.edit",
    "groups.change": "groups.edit",
    "roles.index": "people.edit",
}

VIEWS = {**SHELL, **OPERATION, **ADMINISTRATION}
