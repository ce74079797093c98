"""ITIL practices: people, tickets and the rules of each practice. Knows the engine, knows no web and no queue."""
