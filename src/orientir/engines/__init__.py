"""Engines: libraries of their own, usable from a notebook.

Each takes plain values and gives plain values. None knows Django, the database or a page; whoever calls an
engine decides what becomes of its answer.
"""
