"""All tables of the practices, for the one migration history."""

import processes.attachments.tables
import processes.audit.tables
import processes.crm.tables
import processes.incident.tables
import processes.intake.tables
import processes.notify.tables
import processes.people.tables
import processes.ticket.tables

__all__ = ["processes"]
