"""Understanding one turn by rules, in English and Chinese: intent, statements, request.

``build_vocabulary`` takes the words of a catalog once; ``understand`` reads one turn with them.
"""

from penchant.agent.understand.understanding import EXTRACTOR, Understanding, understand
from penchant.agent.understand.vocabulary import Vocabulary, build_vocabulary

__all__ = ["EXTRACTOR", "Understanding", "Vocabulary", "build_vocabulary", "understand"]
