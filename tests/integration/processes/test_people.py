"""People, groups and the ways to prove who one is, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from engine.base.actor import SYSTEM
from engine.base.clock import VirtualClock
from engine.base.errors import InvalidInput, NotAuthenticated, NotFound, RuleViolated, StaleVersion
from processes.audit import trail
from processes.people import access, operations, passwords, queries
from processes.people.operations import GroupCard, UserCard
from processes.people.rules import Role
from tests.integration.processes.desk import acting, make_group, make_user

PASSWORD = "верно, лошадь, батарея"


def card(**changes: object) -> UserCard:
    facts: dict[str, object] = {"login": "anna", "name": "Анна Ёлкина", "email": "Anna@Desk.example"} | changes
    return UserCard(**facts)  # type: ignore[arg-type]


def test_a_person_is_found_by_login_by_address_and_by_a_part_of_the_name_in_any_case(session: Session) -> None:
    user = operations.create_user(session, card(), actor=SYSTEM)
    assert queries.find_by_login(session, "anna") is user
    assert queries.find_by_login(session, " ANNA@desk.EXAMPLE ") is user
    assert [found.id for found in queries.users_page(session, search="ЕЛКИНА")] == [user.id]
    assert not queries.users_page(session, search="100%")


def test_every_wrong_field_is_named_at_once(session: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        operations.create_user(
            session,
            card(login="Анна", name=" ", email="anna@desk", language="de", roles=["root"]),
            actor=SYSTEM,
            password="short",
        )
    assert refused.value.fields == {
        "login": ["people.bad-login"],
        "name": ["people.bad-name"],
        "email": ["people.bad-email"],
        "language": ["people.unknown-language"],
        "roles": ["people.unknown-role"],
        "password": ["people.password-too-short"],
    }


@pytest.mark.parametrize(
    "email", ["", "@x.example", "a@b", "a b@x.example", "a@x..example", "a@x.example\r\nBcc: all@x.example", "a" * 300]
)
def test_an_address_that_no_server_would_take_is_refused(session: Session, email: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        operations.create_user(session, card(email=email), actor=SYSTEM)
    assert refused.value.fields == {"email": ["people.bad-email"]}


def test_login_and_address_belong_to_one_person(session: Session) -> None:
    operations.create_user(session, card(), actor=SYSTEM)
    with pytest.raises(InvalidInput) as refused:
        operations.create_user(session, card(email="ANNA@desk.example"), actor=SYSTEM)
    assert refused.value.fields == {"login": ["people.login-taken"], "email": ["people.email-taken"]}


def test_a_password_opens_and_a_wrong_one_a_stranger_or_a_deactivated_person_gets_the_same_answer(
    session: Session,
) -> None:
    make_user(session, Role.ADMINISTRATOR)
    user = operations.create_user(session, card(), actor=SYSTEM, password=PASSWORD)
    assert access.authenticate(session, "anna@desk.example", PASSWORD) is user
    operations.change_user(session, user.id, card(is_active=False), actor=SYSTEM)
    for login, password in [("anna", PASSWORD), ("anna", PASSWORD + "!"), ("nobody", PASSWORD)]:
        with pytest.raises(NotAuthenticated) as refused:
            access.authenticate(session, login, password)
        assert refused.value.code == "people.wrong-credentials"


def test_passwords_are_kept_as_argon2id_with_the_stated_parameters() -> None:
    kept = passwords.hash_password("ёлка в лесу 2026")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.verify(kept, "е\u0308лка в лесу 2026"), "the same letter typed as two code points"
    assert not passwords.needs_rehash(kept)


def test_a_reset_link_works_once_within_the_hour_and_only_the_newest(
    session: Session, virtual_clock: VirtualClock
) -> None:
    user = operations.create_user(session, card(), actor=SYSTEM)
    assert access.begin_password_reset(session, "nobody") is None
    first = access.begin_password_reset(session, "anna")
    second = access.begin_password_reset(session, "anna")
    assert first and second
    with pytest.raises(RuleViolated, match="reset-link-dead"):
        access.user_of_reset(session, first[1])
    session_before = user.session_key
    assert access.finish_password_reset(session, second[1], PASSWORD) is user
    assert user.session_key != session_before, "open sessions end"
    with pytest.raises(RuleViolated):
        access.finish_password_reset(session, second[1], PASSWORD)
    third = access.begin_password_reset(session, "anna")
    assert third
    virtual_clock.advance(timedelta(hours=1))
    with pytest.raises(RuleViolated):
        access.finish_password_reset(session, third[1], PASSWORD)


def test_a_token_stands_for_its_user_until_it_is_revoked_or_expires(
    session: Session, virtual_clock: VirtualClock
) -> None:
    user, other = make_user(session), make_user(session)
    token, secret = access.create_token(session, user, "monitoring", actor=acting(user))
    _, short = access.create_token(
        session, user, "day", actor=acting(user), expires_at=virtual_clock.now() + timedelta(days=1)
    )
    assert access.user_of_token(session, secret) is access.user_of_token(session, short) is user
    assert secret not in repr(vars(token))
    with pytest.raises(NotFound):
        access.revoke_token(session, other, token.id, actor=acting(other))
    access.revoke_token(session, user, token.id, actor=acting(user))
    virtual_clock.advance(timedelta(days=1))
    for dead in (secret, short, "praxis_guess", ""):
        with pytest.raises(NotAuthenticated):
            access.user_of_token(session, dead)


def test_the_last_administrator_stays_one(session: Session) -> None:
    first = make_user(session, Role.ADMINISTRATOR)
    stripped = UserCard(login=first.login, name=first.name, email=first.email)
    with pytest.raises(RuleViolated, match="last-administrator"):
        operations.change_user(session, first.id, stripped, actor=SYSTEM)
    make_user(session, Role.ADMINISTRATOR)
    assert operations.change_user(session, first.id, stripped, actor=SYSTEM).role_names == {Role.REQUESTER}


def test_a_change_made_on_an_old_page_is_refused_and_the_right_one_is_in_the_trail(session: Session) -> None:
    user = operations.create_user(session, card(), actor=SYSTEM)
    seen = user.version
    operations.change_user(session, user.id, card(name="Анна Сосна"), actor=SYSTEM, version=seen)
    with pytest.raises(StaleVersion):
        operations.change_user(session, user.id, card(name="Анна Берёза"), actor=SYSTEM, version=seen)
    entries = trail.of(session, "user", user.id)
    assert [(entry.action, entry.changes) for entry in entries][1:] == [
        ("people.change", {"name": ["Анна Ёлкина", "Анна Сосна"]})
    ]


def test_a_group_lists_its_active_members_and_its_leads_or_those_of_the_desk(session: Session) -> None:
    network, desk = make_group(session, "network", "L2"), make_group(session)
    make_user(session, Role.ADMINISTRATOR)
    lead = make_user(session, Role.LEAD, groups=(network,))
    agent = make_user(session, Role.AGENT, groups=(network, desk))
    assert {user.id for user in queries.members(session, ["network"])} == {lead.id, agent.id}
    assert agent.group_keys == {"network", "service-desk"}
    assert queries.group_keys_by_level(session) == {"L1": ["service-desk"], "L2": ["network"], "L3": []}
    assert [user.id for user in queries.leads(session, "network")] == [lead.id]
    assert [user.id for user in queries.leads(session, "service-desk")] == [lead.id], "the desk's, for it has none"
    operations.set_members(session, network.id, [agent.id], actor=SYSTEM)
    assert lead.group_keys == frozenset()


def test_the_key_of_a_group_is_unique_and_stays(session: Session) -> None:
    group = make_group(session, "network", "L2")
    with pytest.raises(InvalidInput) as taken:
        operations.create_group(session, GroupCard("network", "Сеть", "L9"), actor=SYSTEM)
    assert taken.value.fields == {"key": ["people.group-key-taken"], "level": ["people.unknown-level"]}
    with pytest.raises(InvalidInput) as fixed:
        operations.change_group(session, group.id, GroupCard("net", "Сеть", "L2"), actor=SYSTEM)
    assert fixed.value.fields == {"key": ["people.group-key-is-fixed"]}
    assert operations.change_group(session, group.id, GroupCard("network", "Сеть", "L3"), actor=SYSTEM).level == "L3"
