"""The documents say what the code says."""

import importlib
import pkgutil
import re
from pathlib import Path

import bpmn
import engine
import processes
import web
import workers
from engine.base import settings

ROOT = Path(__file__).parents[2]


def import_everything() -> None:
    for room in (engine, processes, web, workers, bpmn):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if "migrations.env" not in module.name and ".versions" not in module.name:
                importlib.import_module(module.name)


def test_the_page_of_settings_lists_each_with_its_default_and_meaning() -> None:
    import_everything()
    page = (ROOT / "docs/settings.md").read_text().splitlines()
    rows = {line for line in page if line.startswith("| `PRAXIS_")}
    expected = {
        f"| `{name}` | {f'`{setting.default}`' if setting.default not in ('', None) else ''} | {setting.meaning} |"
        for name, setting in settings.REGISTRY.items()
    }
    assert rows == expected


def test_every_link_between_documents_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bpmn").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []
