"""All components as template tags. The settings name this module as a builtin, so no template loads it."""

from django import template

from orientir.ui.components import actions, facts, fields, lists, navigation, plans, states
from orientir.ui.lists import tags as whole_lists

register = template.Library()
for _subject in (actions, facts, fields, lists, navigation, plans, states, whole_lists):
    register.tags.update(_subject.register.tags)
    register.filters.update(_subject.register.filters)
