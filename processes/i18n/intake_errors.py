"""English texts of the errors of imports, by code."""

from collections.abc import Mapping

from processes.i18n.catalogue import mark

INTAKE_ERRORS: Mapping[str, str] = {
    "intake.columns-missing": mark("The file lacks columns that the mapping names. Correct the mapping or the file."),
    "intake.mapping-invalid": mark("The mapping file has mistakes; each is named by its place."),
    "intake.mapping-missing": mark("There is no mapping %(name)s: neither a file nor one that ships with Praxis."),
    "intake.unreadable-file": mark("The file %(path)s cannot be read as CSV in the encoding of the mapping."),
}
