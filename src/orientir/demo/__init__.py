"""A small believable municipality to click through: the invented town of Beloozersk and its 24 schools.

It is built by the product's own deeds, so nothing in it could not have come about by hand. Signing in by one press
works only in a database built here and only for somebody at this very machine.
"""
