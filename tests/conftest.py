"""Fixtures every test may ask for. Objects come from tests/factories.py."""
