"""Pages for people, one module for each place of the navigation."""

from flask import Flask

from web.pages import definitions, faults, find, groups, home, people, roles

BLUEPRINTS = (
    home.blueprint,
    find.blueprint,
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
