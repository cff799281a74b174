"""The texts of `backup` and `restore`: key -> (English, Russian)."""

BACKUP: dict[str, tuple[str, str]] = {
    "backup.no-folder": (
        "There is no folder {folder}. Make it, best on another disk, and start again.",
        "Папки {folder} нет. Создайте её, лучше на другом диске, и запустите ещё раз.",
    ),
    "backup.inside": (
        "{folder} lies inside the installation itself ({state}): what takes the one takes the other. "
        "Name a folder outside, best on another disk.",
        "{folder} лежит внутри самой установки ({state}): вместе с ней пропадёт и копия. "
        "Укажите папку снаружи, лучше на другом диске.",
    ),
    "backup.unwritable": (
        "The folder {folder} cannot be written. Give rights to it or name another one.",
        "В папку {folder} нельзя писать. Дайте права на неё или укажите другую.",
    ),
    "backup.busy": (
        "Another backup is being made in {folder} at this moment. Wait for it and start again.",
        "В папке {folder} прямо сейчас делается другая копия. Дождитесь её и запустите ещё раз.",
    ),
    "backup.no-role": (
        "DATABASE_URL is set, DATABASE_BACKUP_URL is not: a backup needs a role that reads every row, which neither "
        "the application nor the owner does. docs/install.md tells how to make it.",
        "DATABASE_URL задан, а DATABASE_BACKUP_URL нет: для копии нужна роль, которая читает все строки, "
        "а ни приложение, ни владелец их не читают. Как её создать, сказано в docs/install.md.",
    ),
    "backup.weak-role": (
        "The role of DATABASE_BACKUP_URL does not read everything: it needs BYPASSRLS and membership "
        "in pg_read_all_data. docs/install.md tells how to give them.",
        "Роль из DATABASE_BACKUP_URL читает не всё: ей нужны BYPASSRLS и членство в pg_read_all_data. "
        "Как их дать, сказано в docs/install.md.",
    ),
    "backup.another-database": (
        "DATABASE_BACKUP_URL and DATABASE_URL lead to different databases. Name the same one in both.",
        "DATABASE_BACKUP_URL и DATABASE_URL ведут в разные базы. Укажите в них одну и ту же.",
    ),
    "backup.empty": (
        "There is nothing to back up: the installation is empty. If its state lies elsewhere than in {state}, "
        "name the place in ORIENTIR_STATE.",
        "Копировать нечего: установка пуста. Если её данные лежат не в {state}, укажите место в ORIENTIR_STATE.",
    ),
    "backup.database": ("copying the database", "копируем базу данных"),
    "backup.files": ("copying the files: {count}", "копируем файлы: {count}"),
    "backup.verifying": ("reading the backup over and verifying it", "перечитываем и сверяем копию"),
    "backup.vanished": (
        "A file was removed from Orientir while the backup was made: {path}. Start it again.",
        "Пока делалась копия, из Ориентира удалили файл: {path}. Запустите копирование ещё раз.",
    ),
    "backup.missing": (
        "A stored file is missing, so there is no whole backup: {path}. Take it from an earlier backup, "
        "where it has the same name, and start again.",
        "Не хватает сохранённого файла, и копия не будет полной: {path}. Возьмите его из прежней копии, "
        "там у него то же имя, и запустите ещё раз.",
    ),
    "backup.unsound": (
        "A stored file is damaged, so there is no whole backup: {path}. Take it from an earlier backup, "
        "where it has the same name, and start again. Check the disk.",
        "Сохранённый файл повреждён, и копия не будет полной: {path}. Возьмите его из прежней копии, "
        "там у него то же имя, и запустите ещё раз. Проверьте диск.",
    ),
    "backup.done": (
        "The backup is whole and verified: {folder} (files: {files}, {size} MB in all).",
        "Копия готова и проверена: {folder} (файлов: {files}, всего {size} МБ).",
    ),
    "backup.secrets": (
        "It holds the names of people and the secret key of this installation, not encrypted: "
        "keep it as safe as the installation itself.",
        "В ней имена людей и секретный ключ установки, без шифрования: храните её так же надёжно, как саму установку.",
    ),
    "backup.no-secrets": (
        "It holds the names of people, not encrypted: keep it as safe as the installation itself. "
        "The secret key is not in it: keep the value of ORIENTIR_SECRET_KEY yourself.",
        "В ней имена людей, без шифрования: храните её так же надёжно, как саму установку. "
        "Секретного ключа в ней нет: значение ORIENTIR_SECRET_KEY сохраните сами.",
    ),
    "backup.encrypted": (
        "It is encrypted. Keep the key apart from it and not on this machine alone: "
        "without the key nobody restores it.",
        "Она зашифрована. Храните ключ отдельно от копии и не только на этой машине: "
        "без ключа её не восстановит никто.",
    ),
    "backup.no-key-file": (
        "The key file {file} cannot be read: {said}.",
        "Файл ключа {file} не читается: {said}.",
    ),
    "backup.short-key": (
        "The key file {file} holds too little: at least {least} characters are needed. Make one: "
        "head -c 32 /dev/urandom | base64 > KEY",
        "В файле ключа {file} слишком мало: нужно хотя бы {least} знака. Создать ключ: "
        "head -c 32 /dev/urandom | base64 > КЛЮЧ",
    ),
    "backup.short-passphrase": (
        "ORIENTIR_BACKUP_PASSPHRASE is too short: at least {least} characters are needed.",
        "Парольная фраза в ORIENTIR_BACKUP_PASSPHRASE слишком короткая: нужно хотя бы {least} знаков.",
    ),
    "check.which-backup": (
        "Name the folder of one backup: ./orientir check backup FOLDER",
        "Укажите папку одной копии: ./orientir check backup ПАПКА",
    ),
    "check.backup-whole": (
        "The backup of {moment} is whole: tables {tables}, rows {rows}, files {files}, {size} MB. "
        "Nothing was restored.",
        "Копия на {moment} цела: таблиц {tables}, строк {rows}, файлов {files}, {size} МБ. "
        "Ничего не восстанавливалось.",
    ),
    "restore.no-key": (
        "The backup {folder} is encrypted. Name its key file (--key FILE) or put its passphrase into "
        "ORIENTIR_BACKUP_PASSPHRASE.",
        "Копия {folder} зашифрована. Укажите файл ключа (--key ФАЙЛ) или парольную фразу в ORIENTIR_BACKUP_PASSPHRASE.",
    ),
    "restore.wrong-key-file": (
        "This is not the key of the backup {folder}; it was made with a key file. Take the one of that time.",
        "Это не ключ копии {folder}; она сделана с файлом ключа. Возьмите ключ того времени.",
    ),
    "restore.wrong-key-passphrase": (
        "This is not the key of the backup {folder}; it was made with a passphrase. Take the one of that time.",
        "Это не ключ копии {folder}; она сделана с парольной фразой. Возьмите фразу того времени.",
    ),
    "restore.no-ledger": (
        "What was named as a ledger of erasures is none: {said}",
        "То, что названо списком удалённых, им не является: {said}",
    ),
    "restore.erasing": (
        "erasing again who was erased after the backup",
        "снова удаляем тех, кого удалили после копии",
    ),
    "restore.erased-again": (
        "Erased again, as after the backup: {count}.",
        "Удалено снова, как после копии: {count}.",
    ),
    "copy.room": (
        "There is too little room in {folder}: {need} MB are needed, {free} MB are free.",
        "В {folder} не хватает места: нужно {need} МБ, свободно {free} МБ.",
    ),
    "copy.disk": (
        "The disk refused: {said}. Check free space and rights and start again; nothing half was left.",
        "Диск отказал: {said}. Проверьте свободное место и права и запустите ещё раз; недоделанного не осталось.",
    ),
    "copy.database": ("The database refused: {said}", "База данных отказала: {said}"),
    "copy.tool-failed": (
        "{tool} did not succeed; nothing half was left. It said:\n{said}",
        "Программа {tool} не справилась; недоделанного не осталось. Она сообщила:\n{said}",
    ),
    "restore.no-backup": ("There is no backup in {folder}: {advice}", "В {folder} нет копии: {advice}"),
    "restore.which": (
        "name the folder of one backup, with manifest.json in it.",
        "укажите папку одной копии, в которой лежит manifest.json.",
    ),
    "restore.newest": (
        "name the folder of one backup. The newest one there: {folder}",
        "укажите папку одной копии. Самая новая там: {folder}",
    ),
    "restore.verifying": ("verifying the backup", "сверяем копию"),
    "restore.damaged": (
        "The backup {folder} is damaged, the first fault is in {part}. It was not used; take another one.",
        "Копия {folder} повреждена, первая ошибка в {part}. Она не использована; возьмите другую.",
    ),
    "restore.newer": (
        "The backup was made by another release of Orientir ({release}), which this one does not know. "
        "Install that release or a later one.",
        "Копия сделана другим выпуском Ориентира ({release}), который этому незнаком. "
        "Установите тот выпуск или более поздний.",
    ),
    "restore.full-database": (
        "The database already holds tables; a backup goes only into an empty place.",
        "В базе уже есть таблицы; копию восстанавливают только на пустом месте.",
    ),
    "restore.full-files": (
        "{state} already holds files; a backup goes only into an empty place.",
        "В {state} уже есть файлы; копию восстанавливают только на пустом месте.",
    ),
    "restore.aside": (
        "Stop Orientir and rename {state} (nothing in it is lost), or name another place in ORIENTIR_STATE.",
        "Остановите Ориентир и переименуйте {state} (там ничего не пропадёт) "
        "или укажите другое место в ORIENTIR_STATE.",
    ),
    "restore.own": (
        "Name an empty database in DATABASE_URL and DATABASE_OWNER_URL and an empty folder in ORIENTIR_STATE.",
        "Укажите пустую базу в DATABASE_URL и DATABASE_OWNER_URL и пустую папку в ORIENTIR_STATE.",
    ),
    "restore.database": ("restoring the database", "восстанавливаем базу данных"),
    "restore.proving": (
        "comparing all tables with the backup and proving the walls",
        "сверяем все таблицы с копией и проверяем стены",
    ),
    "restore.differs": (
        "The restored database is not as it was: {name} differs. The place was left empty; "
        "take another backup and report this.",
        "Восстановленная база не такая, какой была: отличается {name}. Место оставлено пустым; "
        "возьмите другую копию и сообщите об этом.",
    ),
    "restore.unguarded": (
        "The restored database is not safe, so the place was left empty: {said}",
        "Восстановленная база не защищена, поэтому место оставлено пустым: {said}",
    ),
    "restore.done": (
        "The installation of {moment} is back and proven: tables {tables}, rows {rows}, files {files}. "
        "Start it: ./orientir serve",
        "Установка на {moment} восстановлена и проверена: таблиц {tables}, строк {rows}, файлов {files}. "
        "Запустить: ./orientir serve",
    ),
    "restore.other-secret": (
        "ORIENTIR_SECRET_KEY is set here and goes before the key of the backup: "
        "if they differ, everybody has to sign in again.",
        "Здесь задан ORIENTIR_SECRET_KEY, и он важнее ключа из копии: если они разные, всем придётся войти заново.",
    ),
}
