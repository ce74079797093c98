"""Customers: organisations that are served, and their contacts."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.base.db import Base, Tenanted
from engine.base.ids import new_id


class Customer(Tenanted, Base):
    """An organisation that is served."""

    __tablename__ = "customer"
    __table_args__ = (Index("ix_customer_name", "tenant_id", "name_folded", "id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    name_folded: Mapped[str] = mapped_column(String(200))
    contacts: Mapped[list["Contact"]] = relationship(back_populates="customer", order_by="Contact.name")


class Contact(Tenanted, Base):
    """A person of a customer; `user_id` when the person also signs in."""

    __tablename__ = "contact"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"), index=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    customer: Mapped[Customer] = relationship(back_populates="contacts")
