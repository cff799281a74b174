"""Obstacles that several deeds meet."""


class NameTaken(Exception):
    """There is one of this name already."""


class CodeTaken(Exception):
    """An organisation of the territory has this code."""
