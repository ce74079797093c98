"""Brings in the incidents of another system: its log is read, mapped, and replayed through the real process."""
