"""Understanding one turn by rules, in English and Chinese: intent, statements, request.

``build_vocabulary`` takes the words of a catalog once, ``with_offer`` follows its prices and stock;
``understand`` reads one turn with them.
"""

from penchant.agent.understand.understanding import EXTRACTOR, Understanding, understand
from penchant.agent.understand.vocabulary import Vocabulary, build_vocabulary, with_offer

__all__ = [
    "EXTRACTOR",
    "Understanding",
    "Vocabulary",
    "build_vocabulary",
    "understand",
    "with_offer",
]
