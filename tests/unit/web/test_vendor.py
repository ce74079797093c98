"""Files of others are what VENDOR.md says, and pages stay light."""

import gzip
import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).parents[3] / "web" / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = STATIC.parent / "templates"
AGENT_SCRIPT_BYTES = 60_000
NOT_OURS_TO_LIST = {"VENDOR.md", "packages.json", "rebuild.py"}
ROW = re.compile(r"^\| (\S+) \| (\S+) \| (\S+) \| ([^|]+) \| ([0-9a-f]{64}) \|$", re.M)


def listed() -> dict[str, str]:
    """Return the hash of each file as VENDOR.md tells it."""
    return {
        name: digest for name, _package, _version, _licence, digest in ROW.findall((VENDOR / "VENDOR.md").read_text())
    }


def test_each_vendored_file_has_the_hash_it_is_listed_with() -> None:
    found = {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in listed()}
    assert found == listed()


def test_nothing_lies_there_unlisted() -> None:
    lying = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    unlisted = {name for name in lying - listed().keys() if "licences/" not in name and "__pycache__" not in name}
    assert unlisted == NOT_OURS_TO_LIST


def test_every_icon_of_a_template_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text()))
    used = {
        name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'\bicon\("([^"]+)"', path.read_text("utf-8"))
    }
    assert used - drawn == set()


def test_the_scripts_of_an_agents_page_weigh_at_most_60_kilobytes() -> None:
    on_demand = {"diagram.js"}
    scripts = [VENDOR / "htmx.min.js", *(path for path in (STATIC / "js").glob("*.js") if path.name not in on_demand)]
    weight = sum(len(gzip.compress(path.read_bytes(), 9)) for path in scripts)
    assert weight <= AGENT_SCRIPT_BYTES, f"{weight} bytes compressed"


def test_our_styles_and_scripts_fetch_nothing_from_elsewhere() -> None:
    for path in [*(STATIC / "js").glob("*.js"), *STATIC.glob("*.css"), VENDOR / "tabler.min.css"]:
        assert not re.search(r"""(?:url\(|import\s|fetch\()\s*["']?https?:""", path.read_text("utf-8")), path.name
