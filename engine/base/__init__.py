"""The closed list of shared ground: settings, clock, ids, errors, log, database, events, bell."""
