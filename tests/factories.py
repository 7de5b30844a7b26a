"""Test objects: valid by default, each with a name one could meet in Sion."""
