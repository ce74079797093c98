"""Telling people by mail what happened to their ticket."""
