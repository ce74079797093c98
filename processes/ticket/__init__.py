"""What incidents, problems, changes and service requests have in common: the ticket and its conversation."""
