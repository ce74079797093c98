"""Messages and hints for the rules that Praxis adds to BPMN."""

from engine.model_check.wording import ERROR, WARNING, Text

TEXTS = {
    "P01": Text(
        ERROR,
        ("The process has {count} elements or more; {limit} are allowed.", "Split it with call activities."),
        ("В процессе {count} элементов или больше, допустимо {limit}.", "Разделите его вызовами процессов."),
    ),
    "P02": Text(
        ERROR,
        ('The flow crosses the border of a sub-process to "{target}".', "End inside, and go on from the border."),
        ("Поток пересекает границу подпроцесса к «{target}».", "Закончите внутри и продолжите снаружи."),
    ),
    "P03": Text(
        ERROR,
        ('A flow may not lead into the start or boundary event "{target}".', "Lead it to what follows that event."),
        ("Поток не может вести в начальное или граничное событие «{target}».", "Ведите его к тому, что за событием."),
    ),
    "P04": Text(
        ERROR,
        ("The process has {count} start events without a trigger.", "Keep one; others need a message."),
        ("У процесса {count} начальных события без условия.", "Оставьте одно; другим нужно сообщение."),
    ),
    "P05": Text(
        WARNING,
        ("No flow leads here: the element never runs.", "Connect it, or delete it."),
        ("Сюда не ведёт ни один поток: элемент не исполнится.", "Соедините его или удалите."),
    ),
    "P06": Text(
        WARNING,
        ("The {kind} event names no {kind}; its own name is used.", "Choose a declared {kind}."),
        ("Событие ({kind}) не называет, чего ждёт; взято его имя.", "Выберите объявленное имя."),
    ),
    "P07": Text(
        WARNING,
        (
            "A start by {kind} is kept in the drawing only: instances begin by hand or by message.",
            "Use a message start.",
        ),
        ("Запуск по {kind} остаётся на рисунке: экземпляры начинает человек или сообщение.", "Возьмите сообщение."),
    ),
    "P08": Text(
        ERROR,
        ('The boundary event is attached to "{host}", which is no activity beside it.', "Attach it to an activity."),
        ("Граничное событие прикреплено к «{host}» — это не действие рядом.", "Прикрепите его к действию."),
    ),
    "P09": Text(
        ERROR,
        ("The result goes nowhere.", 'Set praxis:result="variable".'),
        ("Результат никуда не записывается.", 'Укажите praxis:result="переменная".'),
    ),
    "P10": Text(
        WARNING,
        ("Nobody is asked to do this human task.", "Set praxis:groups, praxis:assignee or praxis:role."),
        ("Эту задачу никто не увидит.", "Укажите praxis:groups, praxis:assignee или praxis:role."),
    ),
    "P11": Text(
        ERROR,
        ('The default flow "{flow}" does not leave this element.', "Choose one of its outgoing flows."),
        ("Поток по умолчанию «{flow}» не выходит из этого элемента.", "Выберите один из исходящих потоков."),
    ),
    "P12": Text(
        WARNING,
        (
            "No default flow: when every condition is false, a fault results.",
            "Mark one flow as the default.",
        ),
        ("Нет потока по умолчанию: если все условия ложны, будет сбой.", "Пометьте один поток как поток по умолчанию."),
    ),
    "P13": Text(
        ERROR,
        ('A condition after gateway "{gateway}" would be ignored.', "Remove it, or use an inclusive gateway."),
        ("Условие после шлюза «{gateway}» не действует.", "Уберите его или возьмите включающий шлюз."),
    ),
    "P14": Text(
        ERROR,
        (
            'The event-based gateway leads to "{target}", which is no catching event.',
            "Lead it to events or receive tasks.",
        ),
        ("Шлюз по событиям ведёт к «{target}» — это не ожидание события.", "Ведите его к событиям или приёму."),
    ),
    "P15": Text(
        WARNING,
        ("The event-based gateway has nothing to choose from.", "Two or more events should follow it."),
        ("Шлюзу по событиям не из чего выбирать.", "За ним должны стоять два события или больше."),
    ),
    "P16": Text(
        ERROR,
        ('No event in this scope catches the link "{name}", or several do.', "Draw one catching link of that name."),
        ("Ссылку «{name}» здесь не ловит ни одно событие, или ловят несколько.", "Нарисуйте одно такое событие."),
    ),
    "P17": Text(
        ERROR,
        ("The compensation event leads to no handler.", "Associate it with an activity marked for compensation."),
        ("Событие компенсации не ведёт к обработчику.", "Свяжите его с действием, помеченным для компенсации."),
    ),
    "P18": Text(
        WARNING,
        ('Parallel branches both write "{name}": the later one wins.', "Let each branch write a name of its own."),
        ("Параллельные ветви обе пишут «{name}»: останется последнее.", "Пусть каждая ветвь пишет своё имя."),
    ),
    "P19": Text(
        ERROR,
        ('The retry plan has what is no duration: "{text}".', "Write durations with commas: PT2S,PT10S,PT1M."),
        ("В плане повторов есть не длительности: «{text}».", "Пишите длительности через запятую: PT2S,PT10S,PT1M."),
    ),
    "P20": Text(
        ERROR,
        ('The form "{name}" has no file.', "Add forms/{name}.json to the folder."),
        ("У формы «{name}» нет файла.", "Добавьте в папку forms/{name}.json."),
    ),
    "P21": Text(
        ERROR,
        ('Nobody registered the handler "{name}".', "Mend the name, or register it in processes/wiring.py."),
        ("Обработчик «{name}» никем не объявлен.", "Исправьте имя или объявите его в processes/wiring.py."),
    ),
    "P22": Text(
        ERROR,
        ('There is no connector "{name}".', "Mend the name, or add the connector."),
        ("Коннектора «{name}» нет.", "Исправьте имя или добавьте коннектор."),
    ),
    "P23": Text(
        WARNING,
        ('Nobody sends the message "{name}".', "Mend the name, or let something send it."),
        ("Сообщение «{name}» никто не посылает.", "Исправьте имя или добавьте отправителя."),
    ),
    "P24": Text(
        WARNING,
        ('There is no group "{name}".', "Create the group, or mend the key."),
        ("Группы «{name}» нет.", "Создайте группу или исправьте ключ."),
    ),
    "P26": Text(
        ERROR,
        ('There is no business calendar "{name}".', "Mend the name, or register the calendar."),
        ("Рабочего календаря «{name}» нет.", "Исправьте имя или объявите календарь."),
    ),
    "P27": Text(
        ERROR,
        ('There is no view "{name}".', "Mend praxis:view, or register the view."),
        ("Представления «{name}» нет.", "Исправьте praxis:view или объявите представление."),
    ),
    "P28": Text(
        WARNING,
        ('The process "{name}" is not called by the first one and will not run.', "Give it a folder of its own."),
        ("Процесс «{name}» никто не вызывает, он не будет исполняться.", "Дайте ему собственную папку."),
    ),
    "P30": Text(
        WARNING,
        (
            "On some paths this join waits for ever: a flow it needs brings no token.",
            "Join with the kind of the split.",
        ),
        ("На некоторых путях слияние ждёт вечно: по одному из потоков маркер не придёт.", "Сливайте тем же шлюзом."),
    ),
    "P31": Text(
        ERROR,
        (
            "The process can never end: this join waits for a token that never comes.",
            "Join with the kind of the split.",
        ),
        ("Процесс не может закончиться: слияние ждёт маркер, который не придёт.", "Сливайте тем же шлюзом."),
    ),
    "P32": Text(
        WARNING,
        ('Tokens can pile up on the flow "{flow}" before this join.', "Join them earlier, with the kind of the split."),
        ("На потоке «{flow}» перед слиянием могут скопиться маркеры.", "Слейте их раньше, тем же шлюзом."),
    ),
    "P25": Text(
        ERROR,
        ('The process id is "{id}", its folder "{name}".', "Give both the same name."),
        ("Id процесса — «{id}», а папка — «{name}».", "Назовите их одинаково."),
    ),
}
