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

REST = {
    "api-docs.openapi_json": PUBLIC,
    "api_cockpit.deploy": "definitions.deploy",
    "api_cockpit.list_definitions": "definitions.read",
    "api_cockpit.list_faults": "faults.read",
    "api_cockpit.retry_fault": "faults.retry",
    "api_incidents.attach": "incident.attach",
    "api_incidents.cancel": "incident.cancel",
    "api_incidents.confirm": "incident.confirm",
    "api_incidents.download": "incident.read",
    "api_incidents.escalate": "incident.escalate",
    "api_incidents.list_incidents": "incident.list",
    "api_incidents.note": "incident.note",
    "api_incidents.open_incident": "incident.open",
    "api_incidents.read_history": "incident.history",
    "api_incidents.read_incident": "incident.read",
    "api_incidents.refuse": "incident.refuse",
    "api_incidents.reopen": "incident.reopen",
    "api_incidents.reply": "incident.reply",
    "api_incidents.reprioritise": "incident.reprioritise",
    "api_incidents.wake": "incident.wake",
    "api_people.change_group": "groups.edit",
    "api_people.change_person": "people.edit",
    "api_people.create_group": "groups.edit",
    "api_people.create_person": "people.edit",
    "api_people.list_groups": "groups.read",
    "api_people.list_people": "people.read",
    "api_people.read_person": "people.read",
    "api_people.set_members": "groups.edit",
    "api_tasks.assign": "task.assign",
    "api_tasks.claim": "task.claim",
    "api_tasks.complete": "task.complete",
    "api_tasks.delegate": "task.delegate",
    "api_tasks.list_tasks": "task.list",
    "api_tasks.read_form": "task.read",
    "api_tasks.release": "task.release",
}

VIEWS = {**SHELL, **OPERATION, **ADMINISTRATION, **REST}
