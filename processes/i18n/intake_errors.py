"""English texts of the errors of imports, by code."""

from collections.abc import Mapping

from processes.i18n.catalogue import mark

INTAKE_ERRORS: Mapping[str, str] = {
    "intake.columns-missing": mark("The file lacks columns that the mapping names. Correct the mapping or the file."),
    "intake.failed-step": mark("The process failed at %(element)s while the case was replayed."),
    "intake.lost": mark("The process does not stand where the log goes on: there is no %(kind)s %(name)s at %(at)s."),
    "intake.mapping-invalid": mark("The mapping file has mistakes; each is named by its place."),
    "intake.mapping-missing": mark("There is no mapping %(name)s: neither a file nor one that ships with Praxis."),
    "intake.unreadable-file": mark("The file %(path)s cannot be read as CSV in the encoding of the mapping."),
}
