"""What the network said to a question in full, and whether a round still counts in the score."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("rounds", sa.Column("shares", sa.Text(), nullable=True))
    op.add_column("rounds", sa.Column("is_scored", sa.Boolean(), nullable=False, server_default=sa.true()))
