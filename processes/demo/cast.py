"""Who works at the demo desk and whom it serves. Nobody here exists; addresses end in .example (RFC 2606)."""

from dataclasses import dataclass

from processes.people.rules import Role

PASSWORD = "look around here"  # noqa: S105  # printed at every start of the demo, which listens on this machine only


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody of the demo desk."""

    login: str
    name: str
    language: str
    roles: tuple[Role, ...]
    groups: tuple[str, ...] = ()


CHARACTERS = (
    Character("anna", "Анна Петрова", "ru", (Role.REQUESTER,)),
    Character("boris", "Борис Иванов", "ru", (Role.REQUESTER,)),
    Character("clara", "Clara Schmidt", "en", (Role.REQUESTER,)),
    Character("dmitry", "Дмитрий Орлов", "ru", (Role.REQUESTER,)),
    Character("emma", "Emma Clarke", "en", (Role.REQUESTER,)),
    Character("irina", "Ирина Соколова", "ru", (Role.AGENT,), ("service-desk",)),
    Character("tom", "Tom Baker", "en", (Role.AGENT,), ("service-desk", "workplace")),
    Character("pavel", "Павел Никитин", "ru", (Role.AGENT,), ("network",)),
    Character("elena", "Elena Fischer", "en", (Role.AGENT,), ("applications", "workplace")),
    Character("sergey", "Сергей Громов", "ru", (Role.AGENT,), ("platform",)),
    Character("marina", "Марина Белова", "ru", (Role.LEAD, Role.AGENT), ("service-desk", "network", "applications")),
    Character("grace", "Grace Miller", "en", (Role.DESIGNER,)),
    Character("oleg", "Олег Титов", "ru", (Role.OPERATOR,)),
    Character("admin", "Алёна Дёмина", "ru", (Role.ADMINISTRATOR,)),
)

SIGN_INS = tuple((person.login, PASSWORD, ", ".join(person.roles)) for person in CHARACTERS)
"""Login, password and roles of everybody, for the banner of the demo."""

GROUPS = (
    ("service-desk", "Служба поддержки · Service desk", "L1"),
    ("network", "Сеть · Network", "L2"),
    ("applications", "Приложения · Applications", "L2"),
    ("workplace", "Рабочие места · Workplace", "L2"),
    ("platform", "Платформа · Platform", "L3"),
)

CUSTOMERS = (
    ("ООО «Ромашка»", (("anna", "+7 495 555 0101"), ("dmitry", "+7 495 555 0104"))),
    ("Northwind Logistics", (("clara", "+49 30 555 0103"), ("emma", "+44 20 7946 0105"))),
    ("АО «Вектор»", (("boris", "+7 495 555 0102"),)),
)


def address(login: str) -> str:
    """Return the e-mail address of a character."""
    return f"{login}@demo.example"
