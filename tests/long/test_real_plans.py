"""The real roadmaps, one after the other, from file to assignment by what can be seen and pressed.

The plans of our own in the same forms go the same way in `tests/journeys`, with every run.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import browser, demo_template, watched_page
from tests.journeys.test_file_to_force import Given, any_document_to_assignments, many_plans

__all__ = ["browser", "demo_template", "many_plans"]  # fixtures

REAL = Path(__file__).resolve().parents[3] / "shared" / "roadmaps" / "docx"
REAL_ONES = (
    Given(REAL / "chelyabinsk.docx", "образовательные организации", ("2026", "2027")),
    Given(REAL / "kalmykia.docx"),
    Given(REAL / "krasnodar.docx", "ОО МО г. Краснодар"),
    Given(REAL / "kuznetsk.docx", "Общеобразовательные учреждения Кузнецкого района"),
    Given(REAL / "perm.docx", "ОО"),
)


@pytest.mark.skipif(not REAL.is_dir(), reason="../shared is not beside the checkout")
@pytest.mark.parametrize("given", REAL_ONES, ids=lambda given: given.path.name)
def test_a_real_plan_becomes_the_work_of_a_school(browser: Browser, many_plans: str, given: Given) -> None:
    with watched_page(browser, many_plans, base_url=many_plans) as page:
        any_document_to_assignments(page, given)
