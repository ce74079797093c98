"""Messages and hints for what breaks BPMN itself; the codes are those of the public catalogue of broken diagrams."""

from engine.model_check.wording import ERROR, WARNING, Text

_FILES = {
    "A1": Text(
        ERROR,
        ("The file is not well-formed XML: {detail}.", "Open it in the modeler and save it again, or mend the line."),
        ("Файл не является правильным XML: {detail}.", "Откройте его в редакторе диаграмм и сохраните заново."),
    ),
    "A2": Text(
        ERROR,
        ("The bytes do not fit the declared encoding: {detail}.", "Save the file as UTF-8."),
        ("Байты не соответствуют объявленной кодировке: {detail}.", "Сохраните файл в UTF-8."),
    ),
    "A3": Text(
        ERROR,
        ("No process in the file is marked executable.", 'Set isExecutable="true" on the process that should run.'),
        ("Ни один процесс файла не помечен исполняемым.", 'Поставьте isExecutable="true" у нужного процесса.'),
    ),
    "A4": Text(
        ERROR,
        ("The file has no process, only: {root}.", "Draw a process; choreographies and conversations do not run."),
        ("В файле нет процесса, есть только: {root}.", "Нарисуйте процесс; хореографии и беседы не исполняются."),
    ),
    "A5": Text(
        ERROR,
        ('The file is no BPMN 2.0: its root is "{root}".', "Export the diagram as BPMN 2.0 XML."),
        ("Это не BPMN 2.0: корневой элемент «{root}».", "Экспортируйте диаграмму как BPMN 2.0 XML."),
    ),
    "A6": Text(
        ERROR,
        ("The file has {size} bytes; {limit} are allowed.", "Split the process with call activities."),
        ("В файле {size} байт, допустимо {limit}.", "Разделите процесс с помощью вызовов процессов."),
    ),
    "A7": Text(
        ERROR,
        ("The file declares a document type (DOCTYPE).", "Remove the <!DOCTYPE …> line: BPMN needs none."),
        ("Файл объявляет тип документа (DOCTYPE).", "Уберите строку <!DOCTYPE …>: для BPMN она не нужна."),
    ),
    "A8": Text(
        ERROR,
        ("Reading the file took more than {limit}.", "Make it smaller, or tell us: no sound diagram needs so much."),
        ("Чтение файла потребовало больше, чем {limit}.", "Уменьшите файл или сообщите нам: столько не нужно."),
    ),
    "A9": Text(
        ERROR,
        ("The folder holds no BPMN diagram.", "Add a file whose name ends with .bpmn."),
        ("В папке нет диаграммы BPMN.", "Добавьте файл с расширением .bpmn."),
    ),
}

_DECLARATIONS = {
    "B01": Text(
        WARNING,
        ('The data store "{name}" is a picture only.', "Nothing is read from or written to it; use a service task."),
        ("Хранилище данных «{name}» — только рисунок.", "Оно не читается и не пишется; возьмите сервисную задачу."),
    ),
    "B02": Text(
        ERROR,
        ('The declaration of {kind} "{name}" has no id.', "Give it an id: events refer to it by that."),
        ("У объявления {kind} «{name}» нет id.", "Дайте ему id: события ссылаются по нему."),
    ),
    "B03": Text(
        ERROR,
        ("The business rule task names no decision.", 'Set praxis:decision="…" to the id of a decision of the folder.'),
        ("Задача бизнес-правила не называет решения.", 'Укажите praxis:decision="…" — id решения из папки.'),
    ),
    "B04": Text(
        ERROR,
        ('Two processes have the id "{key}".', "Ids are unique: rename one of them."),
        ("Два процесса имеют id «{key}».", "Идентификаторы уникальны: переименуйте один из них."),
    ),
    "B05": Text(
        ERROR,
        ('The id "{id}" is used twice.', "Ids are unique in a file: rename one of the two elements."),
        ("Идентификатор «{id}» использован дважды.", "Идентификаторы в файле уникальны: переименуйте один из двух."),
    ),
}

_ELEMENTS = {
    "C01": Text(
        ERROR,
        ("The service task is bound to nothing.", 'Set praxis:handler="…", or praxis:connector and praxis:operation.'),
        ("Сервисная задача ни с чем не связана.", 'Укажите praxis:handler="…" либо praxis:connector и operation.'),
    ),
    "C02": Text(
        ERROR,
        ("{type} is not supported.", "docs/bpmn-support.md lists what runs, and what to draw instead."),
        ("{type} не поддерживается.", "docs/bpmn-support.md перечисляет, что исполняется и чем заменить."),
    ),
    "C03": Text(
        ERROR,
        (
            'The flow leaving gateway "{gateway}" has no condition and is not the default flow.',
            "Give it a condition, or make it the default flow of the gateway.",
        ),
        (
            "Поток из шлюза «{gateway}» без условия и не является потоком по умолчанию.",
            "Дайте ему условие или сделайте потоком по умолчанию.",
        ),
    ),
    "C04": Text(
        ERROR,
        ("The process has no start event.", "Draw one: a token must begin somewhere."),
        ("У процесса нет начального события.", "Нарисуйте его: маркер должен где-то начать путь."),
    ),
    "C06": Text(
        ERROR,
        ("The timer event has no time.", "Write a duration such as PT4H, a date, or a cycle such as R3/PT1H."),
        ("У события-таймера нет времени.", "Напишите длительность (PT4H), дату или цикл (R3/PT1H)."),
    ),
    "C07": Text(
        ERROR,
        ("The sub-process needs exactly one start event and has {count}.", "Draw one start event inside it."),
        ("Подпроцессу нужно ровно одно начальное событие, а их {count}.", "Нарисуйте внутри одно начальное событие."),
    ),
    "C09": Text(
        ERROR,
        (
            'The sequence flow "{flow}" leads to nothing: there is no "{target}".',
            "Connect it to an element, or delete it.",
        ),
        ("Поток «{flow}» ведёт в никуда: нет элемента «{target}».", "Соедините его с элементом или удалите."),
    ),
    "C10": Text(
        ERROR,
        (
            "The boundary event has an unsupported or empty definition: {type}.",
            "Use a message, signal, timer, error or escalation.",
        ),
        (
            "Граничное событие без поддерживаемого определения: {type}.",
            "Возьмите сообщение, сигнал, таймер, ошибку или эскалацию.",
        ),
    ),
    "C11": Text(
        ERROR,
        ('The event refers to {kind} "{reference}", which the file does not define.', "Define it, or choose another."),
        ("Событие ссылается на {kind} «{reference}», которого нет в файле.", "Объявите его или выберите другое."),
    ),
    "C12": Text(
        ERROR,
        ('The decision "{name}" is in no .dmn file of the folder.', "Add the file, or mend the id."),
        ("Решения «{name}» нет ни в одном файле .dmn папки.", "Добавьте файл или исправьте id."),
    ),
    "C13": Text(
        ERROR,
        (
            "The multi-instance activity has neither a collection nor a number.",
            'Set praxis:collection="a list", or a loopCardinality.',
        ),
        (
            "У многократного действия нет ни списка, ни числа.",
            'Укажите praxis:collection="список" или loopCardinality.',
        ),
    ),
    "C14": Text(
        ERROR,
        ("The call activity does not say which process to call.", 'Set calledElement="key of the process".'),
        ("Вызов не говорит, какой процесс вызвать.", 'Укажите calledElement="ключ процесса".'),
    ),
    "C15": Text(
        ERROR,
        ('The called process "{name}" is not in the folder.', "Add its diagram, or mend calledElement."),
        ("Вызываемого процесса «{name}» нет в папке.", "Добавьте его диаграмму или исправьте calledElement."),
    ),
    "C16": Text(
        ERROR,
        ("The script task has no script.", "Write a FEEL expression into it."),
        ("У задачи-сценария нет сценария.", "Напишите в ней выражение FEEL."),
    ),
    "C17": Text(
        ERROR,
        ("Ad-hoc sub-processes are not supported.", "Draw the order, or a multi-instance activity."),
        ("Подпроцессы ad hoc не поддерживаются.", "Нарисуйте порядок или многократное действие."),
    ),
    "C18": Text(
        ERROR,
        (
            "The conditional event has no condition.",
            "Write a FEEL expression that is true when it should fire.",
        ),
        ("У события-условия нет условия.", "Напишите выражение FEEL, истинное, когда событию пора сработать."),
    ),
    "C19": Text(
        ERROR,
        ("The loop has neither a maximum nor a condition.", "Give it a loopCondition or a loopMaximum."),
        ("У цикла нет ни предела, ни условия.", "Укажите loopCondition или loopMaximum."),
    ),
}

_EXPRESSIONS = {
    "D3": Text(
        ERROR,
        (
            'The {site} is a JUEL expression, not FEEL: "{text}".',
            "Write the name without ${{…}}; comparison is =, and the words are and, or, not(…).",
        ),
        (
            "Здесь ({site}) выражение JUEL, а не FEEL: «{text}».",
            "Пишите без ${{…}}; сравнение — это =, слова — and, or, not(…).",
        ),
    ),
    "D5": Text(
        ERROR,
        ('The {site} cannot be read as FEEL: "{text}" ({detail}).', "Expressions are FEEL, not Java or JavaScript."),
        ("Здесь ({site}) не FEEL: «{text}» ({detail}).", "Выражения пишутся на FEEL, не на Java или JavaScript."),
    ),
    "D6": Text(
        ERROR,
        ('The timer text "{text}" is neither an ISO 8601 time nor FEEL.', "Write PT4H, R/PT5M or 2026-03-01T09:00Z."),
        ("Текст таймера «{text}» — не время ISO 8601 и не FEEL.", "Пишите PT4H, R/PT5M или 2026-03-01T09:00Z."),
    ),
    "D7": Text(
        ERROR,
        ('The script is not FEEL: "{text}" ({detail}).', "Scripts are FEEL expressions; other languages never run."),
        ("Сценарий не на FEEL: «{text}» ({detail}).", "Сценарии — выражения FEEL; другие языки не исполняются."),
    ),
}

_LOOPS = {
    "X1": Text(
        ERROR,
        ("A loop without any waiting step never ends: {ring}.", "Put a task, a timer or a message into the loop."),
        ("Цикл без ожидания никогда не кончится: {ring}.", "Поставьте в цикл задачу, таймер или сообщение."),
    ),
    "X2": Text(
        ERROR,
        ("Gateways lead to each other in a ring without a wait: {ring}.", "Put a task, a timer or a message into it."),
        ("Шлюзы ведут друг к другу по кругу без ожидания: {ring}.", "Поставьте в круг задачу, таймер или сообщение."),
    ),
    "X3": Text(
        ERROR,
        ('Calling "{name}" leads back to this process, without end.', "Draw a loop inside one process instead."),
        ("Вызов «{name}» ведёт обратно в этот же процесс без конца.", "Нарисуйте цикл внутри одного процесса."),
    ),
}

TEXTS = {**_FILES, **_DECLARATIONS, **_ELEMENTS, **_EXPRESSIONS, **_LOOPS}
