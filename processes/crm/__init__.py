"""Customers and the contacts who speak for them."""
