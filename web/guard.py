"""The guard at the door of every view: which operation it is, and whether this person may do it at all.

`@requires("incident.read")` lets in whoever may do the operation in some relation to some ticket. A view that loads one
thing asks again with the relation: `permit("incident.read", *relations)`. A view without a guard stops the start.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from flask import Flask, g

from processes.people import rules
from processes.people.rules import PUBLIC, Relation

View = TypeVar("View", bound=Callable[..., Any])

EVERY_RELATION = tuple(Relation)
HTTP_VERBS = ("get", "post", "put", "patch", "delete")


def requires(operation: str) -> Callable[[View], View]:
    """Guard a view with an operation of `processes.people.rules`; an unknown one is a slip found at import."""
    if operation not in rules.OPERATIONS:
        raise LookupError(f"no such operation: {operation}")

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            rules.require(g.viewer, operation, *EVERY_RELATION)
            return view(*args, **kwargs)

        guarded.operation = operation  # type: ignore[attr-defined]
        return cast(View, guarded)

    return guard


def public(view: View) -> View:
    """Say aloud that a view needs nobody signed in."""
    view.operation = PUBLIC  # type: ignore[attr-defined]
    return view


def permit(operation: str, *relations: Relation) -> None:
    """Check the operation again, now knowing how the person stands to the thing; raises Forbidden."""
    rules.require(g.viewer, operation, *relations)


def can(operation: str, *relations: Relation) -> bool:
    """Tell a page whether to offer something; without relations, whether it is allowed whatever they are."""
    return rules.may(g.get("viewer"), operation, *relations)


def guards(app: Flask) -> Iterator[tuple[str, str | None]]:
    """Yield each view, `endpoint` or `endpoint:verb`, with its operation, None where a guard is missing."""
    for endpoint, view in sorted(app.view_functions.items()):
        view_class = getattr(view, "view_class", None)
        if view_class is None:
            yield endpoint, _operation(app, endpoint, view)
            continue
        for verb in HTTP_VERBS:
            if method := getattr(view_class, verb, None):
                yield f"{endpoint}:{verb}", getattr(method, "operation", None)


def _operation(app: Flask, endpoint: str, view: Callable[..., Any]) -> str | None:
    if endpoint == "static" or endpoint.startswith("api-docs."):
        return PUBLIC
    return getattr(view, "operation", None)


def refuse_unguarded(app: Flask) -> None:
    """Stop the start of an application that has a view nobody guards."""
    bare = [name for name, operation in guards(app) if operation is None]
    if bare:
        raise RuntimeError(f"views without a guard: {', '.join(bare)}")
