"""The journal's tables, as of VERSION; migrations.py leads to them.

Knows SQL shapes only. Text columns are bytes beside the id of the key that wrote them, so
encryption at rest needs no other schema; ``plain`` is UTF-8 without a key.
"""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 3

metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("sequence", sa.Integer, primary_key=True),
    sa.Column("tenant", sa.String, nullable=False),
    sa.Column("id", sa.String, nullable=False),
    sa.Column("user", sa.String, nullable=False),
    sa.Column("conversation", sa.String),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("item", sa.String),
    sa.Column("value", sa.Float),
    sa.Column("scale_low", sa.Float),
    sa.Column("scale_high", sa.Float),
    sa.Column("text", sa.LargeBinary),
    sa.Column("context", sa.LargeBinary),
    sa.Column("data", sa.LargeBinary),
    sa.Column("key_id", sa.String, nullable=False),
    sa.Column("impression", sa.String),
    sa.Column("supersedes", sa.String),
    sa.Column("parent", sa.String),
    sa.Column("occurred_at", sa.BigInteger, nullable=False),  # microseconds since the epoch
    sa.Column("recorded_at", sa.BigInteger, nullable=False),
    sa.Column("embedder", sa.String),
    sa.Column("schema", sa.Integer, nullable=False),
    sa.UniqueConstraint("tenant", "id"),
    sa.Index("entry_by_user", "user", "sequence"),
    sa.Index("entry_by_kind", "kind", "sequence"),
    sa.Index("entry_by_parent", "parent", sqlite_where=sa.text("parent IS NOT NULL")),
    sa.Index("entry_superseding", "supersedes", sqlite_where=sa.text("supersedes IS NOT NULL")),
    sa.Index(
        "entry_superseding_by_user",
        "user",
        "supersedes",
        sqlite_where=sa.text("supersedes IS NOT NULL"),
    ),
)

entry_vector = sa.Table(
    "entry_vector",
    metadata,
    sa.Column("sequence", sa.Integer, primary_key=True),
    sa.Column("embedder", sa.String, primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),  # little-endian float32
)

item_vector = sa.Table(
    "item_vector",
    metadata,
    sa.Column("embedder", sa.String, primary_key=True),
    sa.Column("hash", sa.String, primary_key=True),  # sha256 of the embedded text
    sa.Column("vector", sa.LargeBinary, nullable=False),
)

snapshot = sa.Table(
    "snapshot",
    metadata,
    sa.Column("name", sa.String, primary_key=True),  # of the fold
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.LargeBinary, nullable=False),
)
