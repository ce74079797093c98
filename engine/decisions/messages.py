"""The sentences about decision models, in English and Russian: what is wrong and, after a semicolon, what to do.

`{names}` are filled from the parameters of a finding.
"""

TEXTS = {
    # reading a file
    "dmn.too-large": (
        "The file is larger than {limit} bytes; split the model.",
        "Файл больше {limit} байт; разделите модель.",
    ),
    "dmn.not-xml": ("This is not well-formed XML: {reason}.", "Это не правильно построенный XML: {reason}."),
    "dmn.doctype": ("Remove the DOCTYPE: it is not accepted.", "Удалите DOCTYPE: он не принимается."),
    "dmn.too-deep": (
        "Boxes stand too deep inside each other; split the logic into decisions.",
        "Блоки вложены слишком глубоко; разделите логику на решения.",
    ),
    "dmn.not-dmn": (
        "The root is {root}; it must be definitions in a namespace of DMN 1.1 to 1.6.",
        "Корень файла: {root}; нужен definitions в пространстве имён DMN от 1.1 до 1.6.",
    ),
    "dmn.attribute-missing": ("Give the attribute {attribute}.", "Укажите атрибут {attribute}."),
    "dmn.id-twice": ("The id {id} is used twice in this file.", "Идентификатор {id} встречается в файле дважды."),
    "dmn.namespace-twice": (
        "Another file has the namespace {namespace} already: {file}.",
        "Пространство имён {namespace} уже занято файлом {file}.",
    ),
    "dmn.expression-missing": ("An expression is missing in {part}.", "В {part} нет выражения."),
    "dmn.imported-values": (
        "Imported values are not supported; write the values here.",
        "Импортированные значения не поддерживаются; запишите значения здесь.",
    ),
    "dmn.language": (
        "The expression language {language} is not supported; write FEEL.",
        "Язык выражений {language} не поддерживается; пишите на FEEL.",
    ),
    "dmn.row-length": (
        "The row has {cells} cells and the relation {columns} columns.",
        "В строке {cells} ячеек, а в отношении {columns} столбцов.",
    ),
    "dmn.no-outputs": ("The table has no output column.", "В таблице нет столбца результата."),
    "dmn.unknown-hit-policy": (
        "{policy} is no hit policy; use UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE ORDER or OUTPUT ORDER.",
        "{policy} не политика выбора; есть UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE ORDER и OUTPUT ORDER.",
    ),
    "dmn.unknown-aggregation": (
        "{aggregation} is no aggregation; use SUM, COUNT, MIN or MAX.",
        "{aggregation} не агрегат; есть SUM, COUNT, MIN и MAX.",
    ),
    "dmn.rule-shape": (
        "The rule has {conditions} conditions for {inputs} inputs and {conclusions} conclusions for {outputs} outputs.",
        "В правиле {conditions} условий на {inputs} входов и {conclusions} заключений на {outputs} выходов.",
    ),
    # linking
    "dmn.unknown-type": (
        "There is no type {type}; use a FEEL type or define it as an item definition.",
        "Типа {type} нет; возьмите тип FEEL или опишите его в itemDefinition.",
    ),
    "dmn.type-cycle": ("The type {type} is defined by itself.", "Тип {type} определён через самого себя."),
    "dmn.unknown-reference": (
        "Nothing has the id {href}; draw the requirement again or add the file it is in.",
        "Элемента {href} нет; проведите связь заново или добавьте файл, в котором он есть.",
    ),
    "dmn.wrong-reference": (
        "{name} cannot be required here: values come from decisions and input data, functions from "
        "knowledge models and services.",
        "{name} нельзя потребовать здесь: значения дают решения и входные данные, функции дают "
        "модели знаний и сервисы решений.",
    ),
    "dmn.requirement-cycle": (
        "This decision and {name} need each other's value; remove one requirement.",
        "Это решение и {name} требуют значения друг друга; удалите одну из связей.",
    ),
    "dmn.import-missing": (
        "The imported model {namespace} is not among the files; add its file.",
        "Импортируемой модели {namespace} нет среди файлов; добавьте её файл.",
    ),
    "dmn.import-type": (
        "Imports of {type} are not supported; only DMN models can be imported.",
        "Импорт {type} не поддерживается; импортировать можно только модели DMN.",
    ),
    "dmn.import-cycle": (
        "This import leads back to its own model: {namespace}.",
        "Этот импорт возвращается к собственной модели: {namespace}.",
    ),
    "dmn.external-function": (
        "This function ({kind}) runs code from outside, which is refused; write it in FEEL.",
        "Эта функция ({kind}) выполняет внешний код, это запрещено; напишите её на FEEL.",
    ),
    # analysis of tables
    "dmn.overlap": (
        "Rules {first} and {second} both match {example}, and the hit policy is UNIQUE.",
        "Правила {first} и {second} вместе подходят для {example}, а политика выбора UNIQUE.",
    ),
    "dmn.gap": ("No rule covers {example}.", "Ни одно правило не покрывает {example}."),
    # evaluating
    "dmn.broken-expression": (
        "The expression here could not be compiled.",
        "Выражение здесь не удалось скомпилировать.",
    ),
    "dmn.no-logic": ("The decision has no logic.", "У решения нет логики."),
    "dmn.input-missing": ("No value was given for the input {name}.", "Для входа {name} не дано значения."),
    "dmn.wrong-type": (
        "The value should be {expected} and is {given}.",
        "Значение должно быть типа {expected}, а это {given}.",
    ),
    "dmn.not-a-function": ("This calls a value that is no function: {given}.", "Вызвано не функция, а {given}."),
    "dmn.not-a-boolean": (
        "The condition should be true or false and is a {given}.",
        "Условие должно быть истиной или ложью, а это {given}.",
    ),
    "dmn.nothing-to-iterate": ("The collection is null.", "Коллекция равна null."),
    "dmn.no-rule-matches": ("No rule matches {inputs}.", "Ни одно правило не подходит: {inputs}."),
    "dmn.unique-conflict": (
        "Rules {rules} match at once and the hit policy is UNIQUE; make them exclusive or change the policy.",
        "Правила {rules} подходят одновременно при политике UNIQUE; разведите их или смените политику.",
    ),
    "dmn.any-conflict": (
        "Rules {rules} match at once with different conclusions and the hit policy is ANY.",
        "Правила {rules} подходят одновременно с разными заключениями при политике ANY.",
    ),
}
