"""People's tables: users with roles, groups with levels, and the secrets that stand in for a password."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.base import clock
from engine.base.db import Base, Tenanted, UtcDateTime
from engine.base.ids import new_id


class UserRole(Tenanted, Base):
    """One role of one user."""

    __tablename__ = "user_role"

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class Membership(Tenanted, Base):
    """One user works in one group."""

    __tablename__ = "membership"
    __table_args__ = (Index(None, "group_id"),)

    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("user_group.id", ondelete="CASCADE"), primary_key=True)


class Group(Tenanted, Base):
    """A team that works one level of support; diagrams and tickets refer to it by `key`."""

    __tablename__ = "user_group"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        CheckConstraint("level IN ('L1', 'L2', 'L3')", name="level"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(63))
    name: Mapped[str] = mapped_column(String(120))
    level: Mapped[str] = mapped_column(String(2))
    email: Mapped[str | None] = mapped_column(String(254))
    members: Mapped[list["User"]] = relationship(
        secondary="membership", back_populates="groups", viewonly=True, order_by="User.name"
    )


class User(Tenanted, Base):
    """Somebody who may sign in; deactivated rather than deleted, for tickets and history name them."""

    __tablename__ = "user_account"
    __table_args__ = (
        UniqueConstraint("tenant_id", "login"),
        UniqueConstraint("tenant_id", "email_folded"),
        Index("ix_user_account_page", "tenant_id", "name_folded", "id"),
        CheckConstraint("language IN ('en', 'ru')", name="language"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(String(64))
    email: Mapped[str] = mapped_column(String(254))
    email_folded: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    name_folded: Mapped[str] = mapped_column(String(400))  # name, login and address for searching, see rules.fold
    language: Mapped[str] = mapped_column(String(2), default="en")
    password_hash: Mapped[str | None] = mapped_column(String(200))  # null: cannot sign in with a password
    session_key: Mapped[str] = mapped_column(String(32), default=new_id)  # a new one ends every open session
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    roles: Mapped[list[UserRole]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    groups: Mapped[list[Group]] = relationship(
        secondary="membership", back_populates="members", lazy="selectin", viewonly=True, order_by="Group.key"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it from the class

    @property
    def role_names(self) -> frozenset[str]:
        """Names of the roles held."""
        return frozenset(row.role for row in self.roles)

    @property
    def group_keys(self) -> frozenset[str]:
        """Keys of the groups the user works in."""
        return frozenset(group.key for group in self.groups)


class PasswordReset(Tenanted, Base):
    """A link that sets a new password once, before it expires; only the digest of its secret is kept."""

    __tablename__ = "password_reset"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApiToken(Tenanted, Base):
    """A bearer token of the REST API; shown once when made, kept as a digest."""

    __tablename__ = "api_token"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
