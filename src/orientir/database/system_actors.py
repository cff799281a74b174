"""The named system actors: what crosses the walls lawfully, and why.

This is the whole list. A system actor passes only the walls whose declaration in the data register names it.
"""

from .actor import Actor

GATE = Actor(name="system:gate")
"""Looks up account, person and appointments before it is known who asks: at sign-in, as requests and jobs begin."""

REGISTRAR = Actor(name="system:registrar")
"""Makes accounts, persons and appointments, and issues passwords: a login must be unique among all accounts, and all
appointments of somebody count before their password is given out, whoever may see them."""

MAINTENANCE = Actor(name="system:maintenance")
"""Runs the product's own upkeep (stalled jobs, checks of the installation). Passes no wall."""

CARETAKER = Actor(name="system:caretaker")
"""Deletes what was kept for a term that has passed: drafts and submissions of forms, whose ever they are."""

ALL = (GATE, REGISTRAR, MAINTENANCE, CARETAKER)
