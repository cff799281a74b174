"""Accounts: a login, a password, sign-in and sign-out.

A `User` is only a key to the door. Who the person is stands in `people`, what they may do in `access`. A child needs no
e-mail, so the login is what one signs in with. An account of one person is never seen by another: the second wall shows
a user only the own row.
"""
