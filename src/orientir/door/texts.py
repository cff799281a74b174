"""The texts of the door: key -> (English, Russian)."""

from orientir.door.texts_of_backup import BACKUP

TEXTS: dict[str, tuple[str, str]] = {
    # Languages and arguments
    "lang.unknown": (
        "--lang knows ru and en, not “{wanted}”.",
        "--lang понимает ru и en, а не «{wanted}».",
    ),
    "command.unknown": (
        "There is no command “{name}”. All commands: ./orientir --help",
        "Команды «{name}» нет. Все команды: ./orientir --help",
    ),
    "command.perhaps": (
        "There is no command “{name}”. Did you mean “{near}”? All commands: ./orientir --help",
        "Команды «{name}» нет. Может быть, «{near}»? Все команды: ./orientir --help",
    ),
    "option.unknown": (
        "There is no option “{name}” here. All commands: ./orientir --help",
        "Ключа «{name}» здесь нет. Все команды: ./orientir --help",
    ),
    "error": ("{sentence} Help: {prog} --help", "{sentence} Справка: {prog} --help"),
    "interrupted": ("Stopped.", "Остановлено."),
    # Help
    "help.intro": (
        "Orientir runs career-guidance roadmaps: from the approved document to accepted reports.",
        "Ориентир ведёт дорожные карты по профориентации: от утверждённого документа до принятых отчётов.",
    ),
    "help.usage": ("Usage: ./orientir COMMAND [--lang ru|en]", "Запуск: ./orientir КОМАНДА [--lang ru|en]"),
    "help.commands": ("Commands:", "Команды:"),
    "help.more": (
        "Help on a command: ./orientir COMMAND --help",
        "Справка о команде: ./orientir КОМАНДА --help",
    ),
    "demo.summary": (
        "builds a small believable region (once) and opens it",
        "строит небольшой правдоподобный регион (один раз) и открывает его",
    ),
    "serve.summary": ("starts the product", "запускает продукт"),
    "worker.summary": ("does the queued jobs", "выполняет задания из очереди"),
    "test.summary": ("runs every check", "выполняет все проверки"),
    "read.summary": ("reads a roadmap document into measures", "читает документ дорожной карты по пунктам"),
    "term.summary": ("reads a term written in words", "разбирает срок, записанный словами"),
    "import.summary": ("takes in a list from a spreadsheet", "загружает список из электронной таблицы"),
    "export.summary": ("writes a list to a spreadsheet", "сохраняет список в электронную таблицу"),
    "check.summary": ("proves the data and the installation", "проверяет данные и установку"),
    "bench.summary": ("measures speed against a reference", "измеряет скорость в сравнении с эталоном"),
    "backup.summary": ("copies the whole installation, verified", "делает проверенную копию всей установки"),
    "restore.summary": (
        "puts an installation back from a backup into an empty place",
        "восстанавливает установку из копии на пустом месте",
    ),
    "manage.summary": ("runs a command of Django", "выполняет команду Django"),
    # Options
    "option.port": ("port (default {default})", "порт (по умолчанию {default})"),
    "option.port.next": (
        "port (default: 8000 or the next free one)",
        "порт (по умолчанию 8000 или следующий свободный)",
    ),
    "option.host": (
        "address to listen on (default {default})",
        "адрес, который слушать (по умолчанию {default})",
    ),
    "option.workers": (
        "processes that answer requests (default {default})",
        "сколько процессов отвечает на запросы (по умолчанию {default})",
    ),
    "option.no-worker": (
        "do not do the queued jobs here: ./orientir worker runs elsewhere",
        "не выполнять здесь задания из очереди: ./orientir worker запущен отдельно",
    ),
    "option.no-browser": ("do not open a browser", "не открывать браузер"),
    "option.long": (
        "also the long checks (bare machine and others)",
        "и долгие проверки (голая машина и другие)",
    ),
    "option.parts": ("only these parts: {parts}", "только эти части: {parts}"),
    "option.checks": (
        "what to check: {names}, all by default; or backup FOLDER",
        "что проверить: {names}, по умолчанию всё; или backup ПАПКА",
    ),
    "option.benches": ("what to measure: {names}; all by default", "что измерить: {names}; по умолчанию всё"),
    "option.import.kind": ("what the list is of: {kinds}", "что в списке: {kinds}"),
    "option.import.file": ("the list: XLSX (docs/import.md)", "список: файл XLSX (docs/import.md)"),
    "option.export.file": ("the new file (XLSX)", "новый файл (XLSX)"),
    "option.dry-run": ("show what would come, change nothing", "показать, что получится, ничего не меняя"),
    "option.as": (
        "login of the coordinator who acts; may be left out where there is one",
        "логин координатора, от чьего имени; можно не указывать, если он один",
    ),
    "option.manage": ("the command of Django and its arguments", "команда Django и её аргументы"),
    "metavar.port": ("PORT", "ПОРТ"),
    "metavar.host": ("ADDRESS", "АДРЕС"),
    "metavar.number": ("N", "N"),
    "metavar.part": ("PART", "ЧАСТЬ"),
    "metavar.name": ("NAME", "ИМЯ"),
    "option.backup": (
        "an existing folder in which backups are kept, best on another disk",
        "готовая папка, где хранятся копии; лучше на другом диске",
    ),
    "option.key": (
        "the key file of encrypted backups; else ORIENTIR_BACKUP_KEY_FILE or ORIENTIR_BACKUP_PASSPHRASE",
        "файл ключа зашифрованных копий; иначе ORIENTIR_BACKUP_KEY_FILE или ORIENTIR_BACKUP_PASSPHRASE",
    ),
    "option.erased": (
        "a ledger of erasures of the installation until now (backups/erased of its state folder)",
        "список удалённых из прежней установки (backups/erased в папке её данных)",
    ),
    "option.restore": ("the folder of one backup", "папка одной копии"),
    "metavar.folder": ("FOLDER", "ПАПКА"),
    "metavar.backup": ("BACKUP", "КОПИЯ"),
    "metavar.kind": ("KIND", "ВИД"),
    "metavar.file": ("FILE", "ФАЙЛ"),
    "metavar.login": ("LOGIN", "ЛОГИН"),
    "metavar.arguments": ("ARGUMENTS", "АРГУМЕНТЫ"),
    "value.port": (
        "“{value}” is not a port: a whole number from 1 to 65535 is needed",
        "«{value}» — не порт: нужно целое число от 1 до 65535",
    ),
    "value.count": (
        "“{value}” does not fit: a whole number from 1 to 64 is needed",
        "«{value}» не подходит: нужно целое число от 1 до 64",
    ),
    "value.choice": (
        "“{value}” does not fit: choose from {choices}",
        "«{value}» не подходит: выберите из {choices}",
    ),
    # Setting up
    "setup.wait": (
        "Orientir: another start is setting up; waiting for it.",
        "Ориентир: подготовку ведёт другой запуск, ждём его.",
    ),
    "step": ("Orientir: {step} …", "Ориентир: {step}…"),
    "setup.apt": ("installing {packages}", "устанавливаем {packages}"),
    "setup.pip": ("making pip by venv", "создаём pip средствами venv"),
    "setup.apt-update": ("asking for the list of packages", "получаем список пакетов"),
    "setup.uv": ("fetching uv, which installs the parts", "получаем uv, который установит составные части"),
    "setup.venv": ("making the environment", "создаём окружение"),
    "setup.parts": (
        "installing the parts from requirements/{file}",
        "устанавливаем составные части из requirements/{file}",
    ),
    "setup.ready": ("Orientir: ready in {seconds} s.", "Ориентир: готово за {seconds} с."),
    "setup.no-tools": (
        "Python here can neither install packages nor make environments; ask the administrator to run: {command}",
        "Здешний Python не умеет ни ставить пакеты, ни создавать окружения; "
        "попросите администратора выполнить: {command}",
    ),
    "setup.failed": (
        "Setting up stopped at “{step}”. Check the network and free disk space, then start again. "
        "The tool said:\n{said}",
        "Подготовка остановилась на шаге «{step}». Проверьте сеть и место на диске и запустите ещё раз. "
        "Программа сообщила:\n{said}",
    ),
    "setup.unwritable": (
        "Neither the folder of Orientir nor {folder} can be written. Give rights to one of them and start again.",
        "Нельзя писать ни в папку Ориентира, ни в {folder}. Дайте права на одну из них и запустите ещё раз.",
    ),
    # Serving
    "serve.database": (
        "DATABASE_URL is set, DATABASE_OWNER_URL is not: the tables are made by the owner of the database. "
        "Set it to the owner's address and start again.",
        "DATABASE_URL задан, а DATABASE_OWNER_URL нет: таблицы создаёт владелец базы. "
        "Укажите в нём адрес владельца и запустите ещё раз.",
    ),
    "serve.step-failed": (
        "“{step}” did not succeed; what to do is said above.",
        "Шаг «{step}» не удался; что делать, сказано выше.",
    ),
    "serve.busy": (
        "Port {port} at {host} is taken by another program. Choose another: --port",
        "Порт {port} по адресу {host} занят другой программой. Выберите другой: --port",
    ),
    "serve.no-port": (
        "Ports {first} to {last} are all taken. Choose another: --port",
        "Порты с {first} по {last} все заняты. Выберите другой: --port",
    ),
    "serve.bad-host": (
        "The address {host} is not an address of this machine.",
        "Адрес {host} не принадлежит этой машине.",
    ),
    "serve.open": (
        "Orientir is open at {address} (Ctrl+C ends it)",
        "Ориентир открыт по адресу {address} (завершить: Ctrl+C)",
    ),
    "serve.link": (
        "The database is empty. Name the territory, the office and the first coordinator here "
        "(the link works once): {link}",
        "База пуста. Назовите территорию, орган управления и первого координатора здесь "
        "(ссылка действует один раз): {link}",
    ),
    "serve.died": (
        "The process “{name}” ended by itself with code {code}; everything was stopped.",
        "Процесс «{name}» завершился сам с кодом {code}; остальное остановлено.",
    ),
    "serve.silent": (
        "The server did not answer within {seconds} s; everything was stopped.",
        "Сервер не ответил за {seconds} с; всё остановлено.",
    ),
    "serve.ended": ("Orientir has ended.", "Ориентир завершён."),
    "process.server": ("server", "сервер"),
    "process.worker": ("worker", "очередь заданий"),
    "serve.state": (
        "The folder for the data cannot be made or written: {folder}. "
        "Give rights to it or name another one in ORIENTIR_STATE.",
        "Нельзя создать папку для данных или писать в неё: {folder}. Дайте права на неё или назовите другую "
        "в ORIENTIR_STATE.",
    ),
    "serve.static": ("gathering styles and scripts", "собираем стили и сценарии"),
    "serve.cluster": ("starting the database", "запускаем базу данных"),
    "serve.migrate": ("preparing the tables", "готовим таблицы"),
    "serve.build": ("building the demonstration region", "строим показательный регион"),
    # Testing
    "test.static": ("static checks", "статические проверки"),
    "test.unit": ("unit and property", "модули и законы"),
    "test.access": ("access matrix", "матрица доступа"),
    "test.walls": ("walls", "стены"),
    "test.reading": ("reading", "чтение"),
    "test.journeys": ("browser and axe", "браузер и axe"),
    "test.long": ("long checks", "долгие проверки"),
    "test.within": ("within {budget}", "укладывается в {budget}"),
    "test.over": ("over its {budget}", "дольше отведённых {budget}"),
    "test.installing": ("Installing for the tests: {packages}", "Для проверок устанавливаем: {packages}"),
    "test.not-installed": (
        "Not here, so what needs it is skipped: {packages}",
        "Здесь нет, поэтому зависящее пропустим: {packages}",
    ),
    "test.empty": ("part “{part}” found no test", "часть «{part}» не нашла ни одной проверки"),
    "test.broke": (
        "part “{part}”: {name} ended with code {code}",
        "часть «{part}»: {name} завершилась с кодом {code}",
    ),
    "test.hung": (
        "part “{part}”: {name} was stopped after {seconds} s",
        "часть «{part}»: {name} остановлена через {seconds} с",
    ),
    "test.skipped": ("skipped {count}: {reason}", "пропущено {count}: {reason}"),
    "test.skip-fails": (
        "With CI=true a skip is a failure ({count}).",
        "При CI=true пропуск считается ошибкой ({count}).",
    ),
    **BACKUP,
    # Benches
    "bench.read": (
        "read {group} {form}: {right} of {measures} measures right in every field ({share} %), spurious {spurious},"
        " heads of {heads} of {documents} documents right; at most {seconds} s, {memory} MB,"
        " {ratio} × the bare library, {warm} × once all is loaded",
        "read {group} {form}: верны во всех полях {right} из {measures} пунктов ({share} %), лишних {spurious},"
        " шапка верна у {heads} из {documents} документов; не дольше {seconds} с, {memory} МБ,"
        " {ratio} × голая библиотека, {warm} × когда всё загружено",
    ),
    "bench.terms": (
        "terms {group}: {right} of {phrases} phrases right ({share} %), {microseconds} µs a phrase",
        "terms {group}: верны {right} из {phrases} фраз ({share} %), {microseconds} мкс на фразу",
    ),
    "bench.kinds": (
        "kinds {group}: {measures} measures, kind {fulfilment} %, kind or second {fulfilment_or_also} %, result form"
        " {result_form} %, event {event_type} %; {milliseconds} ms a measure",
        "kinds {group}: {measures} пунктов, вид {fulfilment} %, вид или второй {fulfilment_or_also} %, форма результата"
        " {result_form} %, событие {event_type} %; {milliseconds} мс на пункт",
    ),
    "bench.door": (
        "door: ./orientir --help {door} ms, python -c pass {reference} ms, ratio {ratio} (medians of {runs})",
        "door: ./orientir --help {door} мс, python -c pass {reference} мс, отношение {ratio} (медианы из {runs})",
    ),
    "bench.pages": (
        "pages {name} ({who}): p50 {median} ms, p95 {p95} ms (bound {bound}), {queries} queries, {size} KB,"
        " {ratio} × the reference",
        "pages {name} ({who}): p50 {median} мс, p95 {p95} мс (предел {bound}), запросов {queries}, {size} КБ,"
        " {ratio} × эталон",
    ),
    "bench.pages.force": (
        "pages force: {rows} assignments made in {seconds} s (bound {bound}), asked for in {asked} s;"
        " a bare COPY of them {bare} s, ratio {ratio}",
        "pages force: {rows} назначений созданы за {seconds} с (предел {bound}), запрос на это {asked} с;"
        " голый COPY их строк {bare} с, отношение {ratio}",
    ),
    "bench.journal": (
        "journal: {entries} entries/s, a bare INSERT {bare}/s, ratio {ratio}; naming {people} people each {named}/s,"
        " ratio {named_ratio}; sealed {sealed}/s, {sealed_ratio} × the bare inserts; checked {checked}/s",
        "journal: {entries} записей/с, голый INSERT {bare}/с, отношение {ratio}; с {people} упомянутыми в каждой"
        " {named}/с, отношение {named_ratio}; скреплено {sealed}/с, {sealed_ratio} × голые INSERT; проверено"
        " {checked}/с",
    ),
    "bench.sign-in": (
        "sign-in: by password {passwords}/s, bare hashes {hashes}/s, ratio {ratio}; by code {codes}/s; {wrong} wrong"
        " ones take a core {before} s before the limit and {after} s after it; beside a usual account a wrong password"
        " is answered later by {unknown} ms for an unknown login, {blocked} ms for a blocked one, {coded} ms for one"
        " with a code (medians of {pairs} pairs)",
        "sign-in: по паролю {passwords}/с, голых хешей {hashes}/с, отношение {ratio}; по коду {codes}/с; {wrong}"
        " неверных входов занимают ядро на {before} с до предела и на {after} с после; чем при обычной записи, на"
        " неверный пароль отвечено позже: при неизвестном логине на {unknown} мс, при закрытой записи на {blocked} мс,"
        " при записи с кодом на {coded} мс (медианы из {pairs} пар)",
    ),
    "bench.walls": (
        "walls {page}: p50 {median} ms, without walls {open_median} ms; p95 {p95} ms, without {open_p95} ms;"
        " {percent} % (bound +{bound})",
        "walls {page}: p50 {median} мс, без стен {open_median} мс; p95 {p95} мс, без стен {open_p95} мс;"
        " {percent} % (предел +{bound})",
    ),
    "bench.walls.scans": (
        "walls: tables of over 100,000 rows read row by row, with {rows} students: {scans}",
        "walls: таблицы больше 100 000 строк, читаемые подряд, при {rows} учениках: {scans}",
    ),
    "bench.pages.build": ("building a region of a thousand organisations", "строим область из тысячи организаций"),
}

# argparse's own messages -> (English, Russian).
ARGPARSE: dict[str, tuple[str, str]] = {
    "usage: ": ("Usage: ", "Запуск: "),
    "positional arguments": ("Arguments", "Аргументы"),
    "options": ("Options", "Ключи"),
    "show this help message and exit": ("shows this help", "показывает эту справку"),
    "the following arguments are required: %s": (
        "the following arguments are required: %s",
        "не указано: %s",
    ),
    "one of the arguments %s is required": (
        "one of the arguments %s is required",
        "нужно указать одно из: %s",
    ),
    "unrecognized arguments: %s": ("unrecognized arguments: %s", "лишнее: %s"),
    "argument %(argument_name)s: %(message)s": (
        "argument %(argument_name)s: %(message)s",
        "%(argument_name)s: %(message)s",
    ),
    "expected one argument": ("expected one argument", "нужно значение"),
    "expected at most one argument": ("expected at most one argument", "нужно не больше одного значения"),
    "expected at least one argument": ("expected at least one argument", "нужно хотя бы одно значение"),
    "invalid %(type)s value: %(value)r": (
        "invalid %(type)s value: %(value)r",
        "значение «%(value)s» не подходит",
    ),
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "invalid choice: %(value)r (choose from %(choices)s)",
        "«%(value)s» не подходит, нужно: %(choices)s",
    ),
    "not allowed with argument %s": ("not allowed with argument %s", "нельзя вместе с %s"),
    "ignored explicit argument %r": ("ignored explicit argument %r", "значение %s здесь не нужно"),
}
