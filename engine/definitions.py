"""Definitions: a folder of diagrams, decision tables and forms, deployed as one immutable version.

What a version compiles to never changes, so it is kept in a cache of this process and shared between its threads.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import forms, services
from engine.base.actor import Actor
from engine.base.errors import NotFound
from engine.decisions import DecisionModel, load_model
from engine.forms import Form
from engine.model_check.model import Element
from engine.model_check.references import Known
from engine.spiff.definition import Compiled, compile_folder
from engine.spiff.specification import Specification, load_specification
from engine.tables import Definition

CACHED_VERSIONS = 64
DEPLOYED = (".bpmn", ".dmn", ".json")
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: equal folders give equal bytes


@dataclass(frozen=True)
class Loaded:
    """A definition version, ready to run: shared between threads, never changed."""

    definition_id: str
    key: str
    version: int
    specification: Specification
    view: str | None
    decisions: DecisionModel | None
    forms: Mapping[str, Form]

    @property
    def elements(self) -> Mapping[str, Element]:
        """The elements of the diagram by id."""
        return self.specification.elements


def folder(key: str) -> dict[str, bytes]:
    """Return the files of a practice that ships with Praxis, by path inside `bpmn/<key>`; raises NotFound."""
    root = resources.files("bpmn") / key
    if not root.is_dir():
        raise NotFound("engine.folder-missing", key=key)
    return dict(_files_below(root, ""))


def shipped() -> list[str]:
    """Return the keys of the practices that ship with Praxis."""
    root = resources.files("bpmn")
    return sorted(entry.name for entry in root.iterdir() if (entry / f"{entry.name}.bpmn").is_file())


def deploy(session: Session, files: Mapping[str, bytes], *, author: Actor, note: str = "") -> Definition:
    """Check, compile and store a folder as the next version of its key; the same content again gives what stands.

    Raises DefinitionInvalid with every finding of the folder; nothing is stored then.
    """
    deployed = {name: content for name, content in files.items() if name.endswith(DEPLOYED)}
    content_hash = _hash(deployed)
    standing = session.scalar(select(Definition).where(Definition.content_hash == content_hash))
    if standing is not None:
        return standing
    compiled = _compile(tuple(sorted(deployed.items())), known())
    newest = session.scalar(select(func.max(Definition.version)).where(Definition.key == compiled.key)) or 0
    definition = Definition(
        key=compiled.key,
        version=newest + 1,
        name=compiled.name,
        view=compiled.view,
        content_hash=content_hash,
        files=_pack(deployed),
        specification=compiled.specification,
        author=str(author),
        note=note,
    )
    session.add(definition)
    session.flush()
    return definition


@lru_cache(maxsize=8)
def _compile(files: tuple[tuple[str, bytes], ...], known: Known) -> Compiled:
    """The check runs in a child process, which takes its time: tenants that deploy the same folder share the result."""
    return compile_folder(dict(files), known)


def known() -> Known:
    """Return what diagrams may name: the handlers, views and calendars of this process, the connectors' catalogue."""
    offered = services.names()
    return Known(
        handlers=frozenset(offered["handlers"]),
        views=frozenset(offered["views"]),
        calendars=frozenset(offered["calendars"]),
        connectors=_connector_operations(),
    )


@lru_cache(maxsize=1)
def _connector_operations() -> frozenset[str]:
    catalogue = resources.files("bpmn") / "connectors"
    described = [orjson.loads(entry.read_bytes()) for entry in catalogue.iterdir() if entry.name.endswith(".json")]
    return frozenset(f"{one['connector']}.{operation}" for one in described for operation in one["operations"])


def latest(session: Session, key: str) -> Definition:
    """Return the newest version of a key; raises NotFound (`engine.definition-missing`)."""
    chosen = select(Definition).where(Definition.key == key).order_by(Definition.version.desc()).limit(1)
    found = session.scalar(chosen)
    if found is None:
        raise NotFound("engine.definition-missing", key=key)
    return found


def files_of(definition: Definition) -> dict[str, bytes]:
    """Return the files of a version as they were deployed."""
    with zipfile.ZipFile(io.BytesIO(definition.files)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def diagram(definition: Definition) -> bytes:
    """Return the BPMN file whose process the version runs."""
    return files_of(definition)[f"{definition.key}.bpmn"]


def loaded(session: Session, definition_id: str) -> Loaded:
    """Return a version ready to run, from the cache of this process when it is there."""
    cached = _cache().get(definition_id)
    if cached is None:
        cached = _load(session.get_one(Definition, definition_id))
        _cache()[definition_id] = cached
        if len(_cache()) > CACHED_VERSIONS:
            del _cache()[next(iter(_cache()))]
    return cached


@lru_cache(maxsize=1)
def _cache() -> dict[str, Loaded]:
    return {}


def _load(definition: Definition) -> Loaded:
    files = files_of(definition)
    decision_files = {name: content for name, content in files.items() if name.endswith(".dmn")}
    return Loaded(
        definition_id=definition.id,
        key=definition.key,
        version=definition.version,
        specification=load_specification(definition.specification),
        view=definition.view,
        decisions=load_model(decision_files) if decision_files else None,
        forms=forms.load_all(files),
    )


def _files_below(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            found += _files_below(entry, f"{path}/")
        elif path.endswith(DEPLOYED):
            found.append((path, entry.read_bytes()))
    return found


def _hash(files: Mapping[str, bytes]) -> str:
    hashes = {name: sha256(content).hexdigest() for name, content in files.items()}
    return sha256(orjson.dumps(hashes, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _pack(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()
