"""What ships is licensed as docs/licences.md says, and nothing under GPL or AGPL ships."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]


def shipped_packages() -> list[str]:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    return sorted({match[1] for line in lines if (match := re.match(r"([a-z0-9._-]+)(\[.*\])?==", line))})


def licences_on_the_page() -> dict[str, str]:
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|$", (ROOT / "docs/licences.md").read_text(), re.MULTILINE)
    return {name: licence.strip() for name, licence in rows}


def test_the_page_of_licences_lists_each_package_that_ships() -> None:
    assert sorted(licences_on_the_page()) == sorted(shipped_packages())


def test_nothing_under_gpl_or_agpl_ships() -> None:
    for name, licence in licences_on_the_page().items():
        assert not re.search(r"(?<!L)\bA?GPL", licence), f"{name}: {licence}"


def test_the_packages_say_the_same_of_themselves() -> None:
    for name, licence in licences_on_the_page().items():
        try:
            said = metadata(name)
        except PackageNotFoundError:
            continue  # for another platform or Python
        words = " ".join([said.get("License-Expression", "") or "", *said.get_all("Classifier", [])])
        assert "Affero" not in words, name
        assert "GNU General Public" not in words, name
        assert licence
