"""Every engine test runs twice: straight, and saved and reloaded after each action."""

import pytest


@pytest.fixture(params=[False, True], ids=["straight", "reloaded"])
def reload(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)
