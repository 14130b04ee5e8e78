"""Imports: a person's files read into the journal, as items or as what people did.

``tables`` reads a file into rows, ``cells`` reads values, ``columns`` finds the fields; ``items``,
``events`` and ``likes`` write entries.
"""

from penchant.tools.catalog.embedding import Progress
from penchant.tools.importing.events import import_events
from penchant.tools.importing.items import import_items
from penchant.tools.importing.likes import LikesReport, Missed, import_likes
from penchant.tools.importing.report import ImportReport

__all__ = [
    "ImportReport",
    "LikesReport",
    "Missed",
    "Progress",
    "import_events",
    "import_items",
    "import_likes",
]
