"""Mutants of rights and walls: made as told, and those that nobody kills are listed with a reason (docs/mutants.md)."""

from __future__ import annotations

from tests.mutants import code, walls
from tests.mutants.listed import survivors


def all_mutants() -> list[str]:
    return [str(mutant) for make in (code.of_policies, code.of_views, walls.of_walls) for mutant in make()]


def test_there_are_hundreds_of_mutants():
    made = all_mutants()

    assert len(made) > 500


def test_each_survivor_that_is_listed_is_still_a_mutant_and_has_its_reason():
    listed = survivors()

    assert listed.keys() - set(all_mutants()) == set()
    assert [mutant for mutant, reason in listed.items() if len(reason) < 20] == []


def test_a_mutant_lives_only_for_a_moment():
    mutant = next(one for one in code.of_policies() if one.change.endswith("→ True"))
    usual = mutant.function.__code__

    with mutant.applied():
        assert mutant.function.__code__ is not usual
        assert mutant.function(*[None] * mutant.function.__code__.co_argcount) is True
    assert mutant.function.__code__ is usual
