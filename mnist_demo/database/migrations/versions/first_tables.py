"""The first tables: classes, drawings, rounds with votes, tricks with votes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "classes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("pupils_may_train", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classes")),
        sa.UniqueConstraint("code", name=op.f("uq_classes_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "drawings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("contributor", sa.String(length=64), nullable=False),
        sa.Column("digit", sa.SmallInteger(), nullable=False),
        sa.Column("strokes", sa.Text(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("digit BETWEEN 0 AND 9", name=op.f("ck_drawings_digit")),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_drawings_class_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawings")),
        sa.UniqueConstraint("class_id", "fingerprint", name=op.f("uq_drawings_class_id_fingerprint")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_drawings_class_id_contributor_given_at",
        "drawings",
        ["class_id", "contributor", "given_at"],
    )
    op.create_index("ix_drawings_class_id_revision", "drawings", ["class_id", "revision"])
    op.create_table(
        "gone",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("drawing_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_gone_class_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("class_id", "drawing_id", name=op.f("pk_gone")),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=True),
        sa.Column("network_answer", sa.SmallInteger(), nullable=True),
        sa.Column("true_digit", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint("network_answer BETWEEN 0 AND 9", name=op.f("ck_rounds_network_answer")),
        sa.CheckConstraint("true_digit BETWEEN 0 AND 9", name=op.f("ck_rounds_true_digit")),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_rounds_class_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rounds_class_id", "rounds", ["class_id"])
    op.create_table(
        "tricks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("contributor", sa.String(length=64), nullable=False),
        sa.Column("strokes", sa.Text(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("network", sa.String(length=200), nullable=False),
        sa.Column("network_answer", sa.SmallInteger(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("network_answer BETWEEN 0 AND 9", name=op.f("ck_tricks_network_answer")),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_tricks_class_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tricks")),
        sa.UniqueConstraint("class_id", "fingerprint", name=op.f("uq_tricks_class_id_fingerprint")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "trick_votes",
        sa.Column("trick_id", sa.Integer(), nullable=False),
        sa.Column("contributor", sa.String(length=64), nullable=False),
        sa.Column("digit", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint("digit BETWEEN 0 AND 9", name=op.f("ck_trick_votes_digit")),
        sa.ForeignKeyConstraint(["trick_id"], ["tricks.id"], name=op.f("fk_trick_votes_trick_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("trick_id", "contributor", name=op.f("pk_trick_votes")),
    )
    op.create_table(
        "votes",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("contributor", sa.String(length=64), nullable=False),
        sa.Column("digit", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint("digit BETWEEN 0 AND 9", name=op.f("ck_votes_digit")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_votes_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "contributor", name=op.f("pk_votes")),
    )
