"""Files that people add to a ticket: checked, streamed, stored in the database or in a directory."""
