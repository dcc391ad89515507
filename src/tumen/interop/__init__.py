"""Folders and files of other tools: read into situations, and written as they write them."""
