"""Compiled functions on plain arrays. Each has a slow, plain twin in the tests."""
