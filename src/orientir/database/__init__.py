"""Where PostgreSQL comes from, who speaks to it, and what it lets them see.

An installation either names a PostgreSQL of its own or gets a private one, started from the programs in a
wheel and stopped when nobody uses it. Two roles speak to it: the owner makes tables, the application reads
and writes rows and owns nothing, so row-level security binds it. `places`, `private_server` and `roles` know
neither Django nor any table; the rest brings the actor into the transaction and guards the tables.
"""
