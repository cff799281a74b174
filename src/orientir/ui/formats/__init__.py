"""How dates and numbers are written, where Django's own habits differ from the office's."""
