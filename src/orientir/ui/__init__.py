"""How the product looks and how forms work: components, layout, menu and slots, drafts, submissions.

It knows no app. Apps register what they offer (`menu.py`) and build their pages from the components, each of which
stands in the gallery with its states.
"""
