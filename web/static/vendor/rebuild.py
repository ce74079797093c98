"""Rebuild this folder from `packages.json` with npm: copies files, draws the icon sprite, writes VENDOR.md.

Run by the maintainers through `make vendor`; nobody who installs Praxis needs npm.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HEAD = """# Files of others

Written by `make vendor` from `packages.json`; do not edit by hand. A test compares the hashes.

| file | package | version | licence | sha256 |
|---|---|---|---|---|
"""


def unpack(package: dict[str, Any], into: Path) -> Path:
    """Fetch one package at its pinned version and return the folder with its content."""
    npm = ["npm", "pack", "--silent", f"{package['name']}@{package['version']}", "--pack-destination", str(into)]
    archive = into / subprocess.run(npm, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
    with tarfile.open(archive) as tar:
        tar.extractall(archive.with_suffix(""), filter="data")
    return archive.with_suffix("") / "package"


def draw_sprite(source: Path, names: list[str]) -> str:
    """Return one SVG with a <symbol> for each icon, ids being the icon names."""
    symbols = []
    for name in sorted(names):
        drawing = (source / "icons" / "outline" / f"{name}.svg").read_text()
        shapes = re.sub(r"\s*\n\s*", "", drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")])
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def main() -> int:
    """Write every vendored file and the page about them."""
    manifest = json.loads((HERE / "packages.json").read_text())
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for package in manifest["packages"]:
            source = unpack(package, Path(scratch))
            for origin, name in package.get("files", {}).items():
                (HERE / name).write_bytes((source / origin).read_bytes())
            if sprite := package.get("sprite"):
                (HERE / sprite).write_text(draw_sprite(source, manifest["icons"]))
            for name in [*package.get("files", {}).values(), *filter(None, [package.get("sprite")])]:
                digest = hashlib.sha256((HERE / name).read_bytes()).hexdigest()
                rows.append(f"| {name} | {package['name']} | {package['version']} | {package['licence']} | {digest} |")
            for licence in source.glob("LICENSE*"):
                (HERE / "licences").mkdir(exist_ok=True)
                (HERE / "licences" / f"{package['name'].replace('/', '-').lstrip('@')}.txt").write_bytes(licence.read_bytes())
    (HERE / "VENDOR.md").write_text(HEAD + "\n".join(rows) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
