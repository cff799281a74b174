"""What others may want to hear of: an app above listens from its `apps.py`."""

from django.dispatch import Signal

data_opened = Signal()
"""Break-glass was confirmed; sent in the transaction of the deed, with `opening` (EmergencyAccess) and `at`.

Whoever answers for the person – a guardian, once there are guardians – is told by who listens here.
"""
