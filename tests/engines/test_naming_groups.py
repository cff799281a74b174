"""Words of a plan name classes of organisations and people in them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientir.engines.naming import Group, Places, read_groups

HOME = Places(["Город Озёрск", "Северская область"])


@pytest.mark.parametrize(
    ("printed", "group"),
    [
        ("общеобразовательные организации", Group(("schools",))),
        ("все школы города Озёрска", Group(("schools",))),
        ("общеобразовательным учреждениям Северской области", Group(("schools",))),
        ("ОО", Group(("educational",), unsure=True, others=("schools",))),
        ("образовательных учреждений", Group(("educational",), unsure=True, others=("schools",))),
        ("школы Заречного района", Group(("schools",), unread=("заречный",))),
        ("детские сады", Group(("preschool",))),
        ("дошкольные образовательные организации", Group(("preschool",))),
        ("организации дополнительного образования детей", Group(("supplementary",))),
        ("организации общего, дополнительного и профессионального образования",
         Group(("schools", "supplementary", "colleges"))),
        ("СПО, ВО", Group(("colleges", "universities"))),
        ("ДО", Group(("supplementary",), unsure=True, others=("preschool",))),
        ("частные школы", Group(("schools",), owner="private")),
        ("подведомственные школы", Group(("schools",), owner="plan")),
        ("общеобразовательные организации, реализующие АОП", Group(("schools",), traits=("adapted",))),
        ("школы с центрами «Точка роста»", Group(("schools",), traits=("growth_point",))),
        ("Центр «Точка роста»", Group(("schools",), traits=("growth_point",), names_organisations=False)),
        ("школы, имеющие 10–11 классы", Group(("schools",), grades=(10, 11))),
        ("муниципальная методическая служба", Group(("methodical_centres",), is_single=True)),
        ("ЦОПП", Group(("training_centres",), is_single=True)),
        ("органы управления образованием в районах и городах", Group(("authorities",), everywhere=True)),
        ("общеобразоватльные организации", Group(("schools",), is_misspelt=True)),
        ("классные руководители 9-х классов",
         Group(("schools",), grades=(9, 9), duty="классные руководители", names_organisations=False)),
        ("педагоги-психологи школ", Group(("schools",), duty="педагоги-психологи")),
        ("воспитатели", Group(("preschool",), duty="воспитатели", sure_of_place=False, names_organisations=False)),
        ("школа № 3", Group(("schools",), unread=("3",), names_one=True, is_single=True)),
        ("СОШ «Росток»", Group(("schools",), unread=("росток",), names_one=True, unsure=True)),
        ("Комитет", None),
        ("", None),
    ],
)  # fmt: skip
def test_words_name_a_class(printed: str, group: Group | None) -> None:
    assert read_groups(printed, home=HOME) == group


@settings(max_examples=300, deadline=None)
@given(
    printed=st.text(max_size=60)
    | st.lists(st.sampled_from("ОО школы СПО и , 9 класс АОП «Точка роста»".split())).map(" ".join)
)
def test_nothing_printed_breaks_the_reading(printed: str) -> None:
    group = read_groups(printed, home=HOME)

    assert group is None or group.groups
