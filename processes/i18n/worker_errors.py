"""The words for errors of workers: an operator reads them on the page of faults, or in the terminal."""

from collections.abc import Mapping

from processes.i18n.catalogue import mark

WORKER_ERRORS: Mapping[str, str] = {
    "connector.bad-address": mark("The address of the outside system makes no sense: %(url)s"),
    "connector.busy": mark("The outside system answered %(status)s: it is busy or broken."),
    "connector.cut-off": mark("The call was sent and no answer came. It may have had its effect."),
    "connector.input-missing": mark("The diagram gives the connector %(connector)s none of: %(inputs)s"),
    "connector.missing": mark("There is no connector %(connector)s in this release."),
    "connector.no-json": mark("The outside system answered something that is not JSON: %(url)s"),
    "connector.not-configured": mark("The connector %(connector)s needs the setting %(setting)s."),
    "connector.operation-missing": mark("The connector %(connector)s has no operation %(operation)s."),
    "connector.refused": mark("The outside system refused the call: it answered %(status)s."),
    "connector.reply-too-long": mark("The answer of the outside system is longer than %(limit)s bytes."),
    "connector.unreachable": mark("The outside system cannot be reached: %(url)s"),
    "jobs.kind-missing": mark("This release does not know jobs of the kind %(kind)s."),
    "jobs.lease-lost": mark("Another worker has the job by now."),
    "jobs.time-limit": mark("The call took too long and was stopped. It may have had its effect."),
    "jobs.unforeseen": mark("An error nobody foresaw: %(error)s: %(details)s"),
    "jobs.worker-lost": mark(
        "The worker died at this job (attempt %(attempts)s). Look whether the call had its effect, then retry."
    ),
    "mail.bad-address": mark("%(address)s is not an address of one person."),
    "mail.certificate": mark("The certificate of the mail server %(host)s is not to be trusted: %(reason)s"),
    "mail.header-injection": mark("The mail was not sent: its header %(header)s holds a line end."),
    "mail.not-configured": mark("No mail server is set: %(setting)s is empty."),
    "mail.not-supported": mark("The mail server %(host)s cannot do what the settings ask for: %(reason)s"),
    "mail.refused": mark("The mail server refused: %(status)s %(reason)s"),
    "mail.unreachable": mark("The mail server %(host)s cannot be reached: %(reason)s"),
    "run.already-running": mark(
        "Praxis already runs on %(data)s: %(address)s (process %(pid)s). "
        "Stop it there with Ctrl-C, or choose another folder with --data."
    ),
    "run.broker-silent": mark("The embedded broker does not answer; see %(log)s"),
    "run.port-taken": mark("Port %(port)s is taken by another program. Choose another one with --port."),
    "run.step-failed": mark("%(command)s failed:\n%(details)s"),
    "worker.broker-silent": mark("The broker of PRAXIS_REDIS_URL does not answer: %(reason)s"),
}
