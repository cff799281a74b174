"""What stands in the way of a command, told as a sentence."""


class Obstacle(Exception):
    """A command cannot go on. The text tells a person what to do next; `code` is the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code
