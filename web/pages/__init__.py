"""Pages for people, one module for each place of the navigation."""

from flask import Flask

from web.pages import (
    definitions,
    drafts,
    faults,
    files,
    find,
    groups,
    home,
    inbox,
    mail,
    people,
    portal,
    portal_answers,
    report,
    roles,
    ticket_actions,
    tickets,
)

BLUEPRINTS = (
    home.blueprint,
    find.blueprint,
    inbox.blueprint,
    tickets.blueprint,
    ticket_actions.blueprint,
    ticket_actions.steps,
    portal.blueprint,
    portal_answers.blueprint,
    report.blueprint,
    drafts.blueprint,
    files.blueprint,
    mail.blueprint,
    definitions.blueprint,
    faults.blueprint,
    people.blueprint,
    groups.blueprint,
    roles.blueprint,
)


def install(app: Flask) -> None:
    """Register every page."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
