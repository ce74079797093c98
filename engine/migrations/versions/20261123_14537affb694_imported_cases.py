"""Which cases of which source have come in."""

import sqlalchemy as sa
from alembic import op

revision = "14537affb694"
down_revision = "6daafd4c0508"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imported_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("ticket_id", sa.String(length=32), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("priority_mismatches", sa.Integer(), nullable=False),
        sa.Column("expected_status", sa.String(length=20), nullable=False),
        sa.Column("reached_status", sa.String(length=20), nullable=False),
        sa.Column("tenant_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_imported_case_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_case")),
        sa.UniqueConstraint("tenant_id", "source", "number", name=op.f("uq_imported_case_tenant_id_source_number")),
    )
    with op.batch_alter_table("imported_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_case_ticket_id"), ["ticket_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("imported_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imported_case_ticket_id"))

    op.drop_table("imported_case")
