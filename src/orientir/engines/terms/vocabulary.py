"""The words of terms: which lemma is which terminal of `grammar.lark`, and with which value.

A new word is a line here. `LEMMAS` holds dictionary forms, with е for ё, so every case and number is known;
`FORMS` holds what no dictionary knows: abbreviations, and words whose lemma would mislead.
"""

from __future__ import annotations

from orientir.engines.russian import lemmas

Meaning = tuple[str, object]

MONTHS = (
    "январ", "феврал", "март", "апрел", "ма", "июн",
    "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
_SOFT, _HARD, _MAY = "ь я ю ем е и ей ям ями ях", "  а у ом е ы ов ам ами ах", "й я ю ем е"
_SHORT = {"янв": 1, "фев": 2, "февр": 2, "мар": 3, "апр": 4, "авг": 8, "сен": 9, "сент": 9}
_SHORT |= {"окт": 10, "ноя": 11, "нояб": 11, "дек": 12}
_WEEKDAYS = "понедельник вторник среда четверг пятница суббота воскресенье".split()
_WEEKDAYS_SHORT = "пн вт ср чт пт сб вс".split()


def _months() -> dict[str, Meaning]:
    """All forms: the dictionary takes «мая» and «марта» for women."""
    forms: dict[str, Meaning] = {short: ("MONTH", number) for short, number in _SHORT.items()}
    for number, stem in enumerate(MONTHS, start=1):
        endings = _MAY.split() if stem == "ма" else _HARD.split(" ") if stem in ("март", "август") else _SOFT.split()
        forms |= {stem + ending: ("MONTH", number) for ending in endings}
    return forms


def _words(words: str, *meaning: object) -> dict[str, Meaning]:
    terminal, value = (*meaning, None)[:2]
    return {word: (str(terminal), value) for word in words.split()}


# The seasons as months; the year of the window is that of its first month.
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
NUMBERS = (
    "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать"
    " пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать".split()
)
ORDINALS = (
    "первый второй третий четвертый пятый шестой седьмой восьмой девятый десятый одиннадцатый двенадцатый"
    " тринадцатый четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый девятнадцатый двадцатый".split()
)

LEMMAS: dict[str, Meaning] = {
    # numbers and units
    **{word: ("NUM", number) for number, word in enumerate(NUMBERS, start=1)},
    **{word: ("NUM", number) for number, word in enumerate(ORDINALS, start=1)},
    **_words("тридцать тридцатый", "NUM", 30),
    **_words("последний", "NUM", -1),
    **_words("августовский", "MONTH", 8),  # the conference that opens the school year
    **_words("день сутки", "DAY"),
    **_words("неделя", "WEEK"),
    **_words("месяц", "MONTHS"),
    **_words("квартал", "QUARTER", "quarter"),
    **_words("четверть", "QUARTER", "term"),
    **_words("триместр", "QUARTER", "trimester"),
    **_words("полугодие полгода", "HALF", "half"),
    **_words("семестр", "HALF", "semester"),
    **_words("год", "YEARS"),
    **_words("учебный академический", "SCHOOL"),
    **_words("декада", "DECADE"),
    **_words("половина", "HALFOF"),
    **_words("число", "DAYS"),
    **_words("час минута", "HOUR"),
    **{word: ("WEEKDAY", number) for number, word in enumerate(_WEEKDAYS, start=1)},
    **_words("воскресение", "WEEKDAY", 7),
    **_words("будни", "WORKDAYS"),
    # how often
    **_words("раз", "TIMES"),
    **_words("дважды двукратно", "TWICE", 2),
    **_words("трижды трехкратно", "TWICE", 3),
    **_words("однократно единожды разово разовый единовременно единовременный единоразовый одноразовый", "ONCE"),
    **_words("каждый всякий", "EVERY"),
    **_words("ежегодно ежегодный", "OFTEN", "annual"),
    **_words("ежеполугодно полугодно ежеполугодовой ежеполугодный посеместровый", "OFTEN", "half_yearly"),
    **_words("ежеквартально ежеквартальный поквартально почетвертно", "OFTEN", "quarterly"),
    **_words("ежемесячно ежемесячный помесячно", "OFTEN", "monthly"),
    **_words("еженедельно еженедельный понедельно", "OFTEN", "weekly"),
    **_words("ежедневно ежедневный повседневно ежесуточно", "OFTEN", "daily"),
    # how long
    **_words("постоянно постоянный систематически систематический регулярно регулярный непрерывно", "ALWAYS"),
    **_words("непрерывный круглогодично круглогодичный бессрочно бессрочный всегда периодически", "ALWAYS"),
    **_words("перманентно", "ALWAYS"),
    **_words("течение протяжение продолжение", "DURING"),
    **_words("весь круглый целый", "WHOLE"),
    **_words("период срок время", "PERIOD"),
    # ends of things
    **_words("до", "UNTIL"),
    **_words("с со начиная", "FROM"),
    **_words("по", "TO"),
    **_words("начало", "BEGIN"),
    **_words("середина", "MIDDLE"),
    **_words("конец окончание завершение", "END"),
    **_words("итог результат истечение", "RESULT"),
    **_words("отчетный", "REPORTING"),
    **_words("текущий сей", "CURRENT"),
    # other people's time
    **_words("план", "PLAN"),
    **_words("график расписание циклограмма календарь", "GRAPH"),
    **_words("положение приказ распоряжение регламент письмо постановление назначение программа", "ORDER"),
    **_words("порядок извещение сообщение объявление решение указание поручение приглашение", "ORDER"),
    **_words("необходимость надобность потребность", "NEED", "need"),
    **_words("запрос заявка требование обращение заявление вызов желание просьба", "NEED", "request"),
    **_words("поступление готовность финансирование набор возможность наличие формирование факт", "NEED", "readiness"),
    **_words("комплектование выделение возникновение появление выход издание", "NEED", "readiness"),
    **_words("согласование договоренность согласие", "NEED", "agreement"),
    **_words("установленный", "ELSEWHERE"),
    **_words("каникулы каникулярный", "VACATION"),
    **_words("после", "AFTER"),
    **_words("перед накануне", "BEFORE"),
    **_words("ход рамка момент дата", "WHILE"),
    **_words("единый", "NAMED"),
    **_words("лето летний", "SEASON", "summer"),
    **_words("осень осенний", "SEASON", "autumn"),
    **_words("зима зимний", "SEASON", "winter"),
    **_words("весна весенний", "SEASON", "spring"),
    # what says nothing and troubles nobody
    **_words("в во на за из от у о об для не ни или а но же также так том тот через", ""),
    **_words("редкий редко мало менее частый часто ранний рано включительно ориентировочно примерно чем ежели", ""),
    **_words("календарный рабочий следующий следовать предыдущий именно кроме особый", ""),
    **_words("соответствующий периодичность выходной этот он быть основа режим порядке", ""),
    **_words("класс кл этап стадия отчет отчетность сдача подготовка проведение реализация участие", "LABEL"),
    **_words("исполнение выполнение разработка внедрение работа мероприятие организация начальный очный", "LABEL"),
    **_words("заочный муниципальный региональный школьный итоговый промежуточный представление", "LABEL"),
    **_words("очно заочно дистанционно онлайн дистанционный областной краевой республиканский районный", "LABEL"),
    **_words("городской всероссийский заключительный отборочный финальный финал тур", "LABEL"),
}
FORMS: dict[str, Meaning] = {
    **_months(),
    **{word: ("WEEKDAY", number) for number, word in enumerate(_WEEKDAYS_SHORT, start=1)},
    **_words("г гг год года году годы годов годах лет", "YEARS"),
    **_words("лето лета лету летом", "SEASON", "summer"),
    **_words("уч учеб", "SCHOOL"),
    **_words("кв кварт", "QUARTER", "quarter"),
    **_words("четв", "QUARTER", "term"),
    **_words("полуг полугод", "HALF", "half"),
    **_words("сем", "HALF", "semester"),
    **_words("мес м", "MONTHS"),
    **_words("нед", "WEEK"),
    **_words("дн", "DAY"),
    **_words("ч час часа часы часов мин", "HOUR"),
    **_words("теч течен течении", "DURING"),
    **_words("к ко", "UNTIL"),
    **_words("и", "COMMA"),
    **_words("далее затем впоследствии последующие последующем последующий", "ONWARD"),
    **_words("второе вторые", "NUM", 2),
    **_words("посл", "NUM", -1),
    **_words("графика графике графики", "GRAPH"),  # the dictionary thinks of drawings
    **_words("зимой", "SEASON", "winter"),
    **_words("весною", "SEASON", "spring"),
    **_words("сего", "CURRENT"),
    **_words("установленном", "ELSEWHERE"),
    **_words("согласно соответствии соотв основании при", "BY"),
    **_words("мере случае", "MEASURE"),
    **_words("положен", "ORDER"),
    **_words("раз раза разов р", "TIMES"),
    **_words("ежег", "OFTEN", "annual"),
    **_words("ежекв ежекварт", "OFTEN", "quarterly"),
    **_words("ежемес", "OFTEN", "monthly"),
    **_words("еженед", "OFTEN", "weekly"),
    **_words("пост", "ALWAYS"),
    **_words("тек", "CURRENT"),
    **_words("необх", "NEED", "need"),
    **_words("согл", "NEED", "agreement"),
    **_words("всего", "WHOLE"),
    **_words("начиная ранее", "FROM"),
    **_words("позднее позже", "UNTIL"),
    **_words("будням", "WORKDAYS"),
    **_words("утвержденные уточняются уточняется дополнительно", "ELSEWHERE"),
}

# Whose plan or schedule it is, by the words beside it. What is found in neither is the performer's own plan,
# and somebody else's schedule.
OTHERS = frozenset(
    "региональный муниципальный федеральный межведомственный всероссийский общероссийский республиканский областной"
    " краевой окружный районный городской ведомственный отдельный вышестоящий учредитель организатор оператор"
    " министерство минпросвещение минпросвещения минобрнаука минобрнауки минобр минобразование департамент управление"
    " комитет отдел администрация роо гоо моуо муо уо рцо цро фцт иро ипк ипкро рф проект партнер предприятие"
    " работодатель вуз университет институт академия колледж техникум спо впо занятость цзн служба агентство фонд"
    " центр-занятость ведомство субъект край область республика район округ корпорация компания".split()
)
OWN = frozenset(
    "школа гимназия лицей оо оу доу доо сош организация учреждение сад педагог психолог учитель"
    " социальный руководитель классный воспитательный внеурочный внеклассный воспитатель методист библиотекарь"
    " специалист собственный свой исполнитель кружок занятие годовой учебный каникулярный перспективный".split()
)
# Words after «в течение срока», «на период»: what lasts as long as the plan itself.
PLAN_LONG = frozenset(
    "реализация действие исполнение выполнение план программа дорожный карта проект обучение нахождение пребывание"
    " учет сопровождение комплекс".split()
)


def lemma_of(word: str) -> str:
    """The dictionary form, the key of OTHERS, OWN and PLAN_LONG."""
    return lemmas(word).strip()
