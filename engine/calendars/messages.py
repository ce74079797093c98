"""What is wrong with a field of a calendar, in English and Russian."""

TEXTS = {
    "calendar.not-an-object": ("Give an object here.", "Здесь нужен объект."),
    "calendar.not-a-list": ("Give a list here.", "Здесь нужен список."),
    "calendar.unknown-field": ("There is no such field.", "Такого поля нет."),
    "calendar.name-missing": ("Give the calendar a name.", "Дайте календарю имя."),
    "calendar.unknown-zone": (
        "Give a time zone of the IANA list, such as Europe/Moscow.",
        "Укажите часовой пояс из списка IANA, например Europe/Moscow.",
    ),
    "calendar.one-of-week-and-weeks": ("Give either week or weeks.", "Укажите либо week, либо weeks."),
    "calendar.bad-date": ("Write the date as 2026-12-31.", "Запишите дату в виде 2026-12-31."),
    "calendar.bad-span": ("Write the hours as 09:00-18:00.", "Запишите часы в виде 09:00-18:00."),
    "calendar.spans-overlap": ("The hours of a day overlap.", "Часы одного дня пересекаются."),
    "calendar.ends-before-it-begins": ("The last day is before the first.", "Последний день раньше первого."),
    "calendar.date-twice": ("This date is listed twice.", "Эта дата указана дважды."),
    "calendar.unknown-country": (
        "No public holidays are known for this country or region.",
        "Для этой страны или региона праздники неизвестны.",
    ),
}
