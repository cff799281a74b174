"""Who may do what: roles, appointments, and the actor made of them.

A role is reviewed code (`roles.py`): a name, a description in plain words and its capabilities. An appointment gives a
role to a person at an organisation from a day to a day; a role of a territory then holds for every organisation
beneath it. `actors.py` builds the `Actor` of a request or job from the appointments of that moment, so a lost right is
lost with the next press.
"""
