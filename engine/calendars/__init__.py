"""Business-time arithmetic over weeks, shifts and holidays; pure, no database."""
