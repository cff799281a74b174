"""People: one human once.

A teacher, a parent and an expert may be the same person; here stands only who it is and how to address them. The row
belongs to the organisation that keeps it, a plain number, because people and territories do not know each other;
`access`, which knows both, ties the two by a foreign key. The second wall opens it to actors of that organisation and
to the person.
"""
