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

SEALER = Actor(name="system:sealer")
"""Chains the entries of the journal and proves the chain: reads all of it, whoever it tells of."""

ERASER = Actor(name="system:eraser")
"""Takes a person out of the journal: whom and what was said of them there, in whatever organisation."""

ALL = (GATE, REGISTRAR, MAINTENANCE, CARETAKER, SEALER, ERASER)
