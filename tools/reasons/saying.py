"""Sentences on what an item has of what was said or is liked: words, names, people and time.

Knows columns of tools/signals/wanted.py and one item; knows nothing of weights.
"""

from __future__ import annotations

from dataclasses import dataclass

from penchant.memory.records import Item
from penchant.tools.signals.columns import Column
from penchant.tools.talk.coverage import telling
from penchant.tools.talk.words import forms_of, whole, words_of
from penchant.tools.words.labels import chinese_word
from penchant.tools.words.marks import is_work
from penchant.tools.words.traits import traits

NAMED = 3
"""People or words named in one sentence."""


def heard_said(column: Column, value: float, item: Item) -> tuple[str, str]:
    """One sentence in English and one in Chinese on what such a column says of ``item``."""
    about, about_zh = column.about, column.about_zh
    match column.signal:
        case "words":
            text = telling(item)
            own = set(words_of(text))
            forms = (lambda word: (word,)) if is_work(item) else forms_of
            asked = [word for word in column.names if not own.isdisjoint(forms(word))]
            held = whole(asked, text)[:NAMED]
            if not held:
                return "Near in its words to what you asked for.", "用词与你的要求相近。"
            return (
                f"Has words of what you asked for: {', '.join(held)}.",
                f"含有你要求中的词：{'、'.join(held)}。",
            )
        case "said":
            return f"You spoke of {about} in this conversation.", f"你在这次对话里说到{about_zh}。"
        case "people-like":
            shared = [name for name in item.people if name in column.names][:NAMED]
            return (
                f"Has {_listed(shared)} in common with {about}.",
                f"与{about_zh}同有 {'、'.join(shared)}。",
            )
        case "company":
            return f"Others talk of it together with {about}.", f"别人谈到{about_zh}时也谈到它。"
        case "goes-with":
            return f"Chosen along with {about}.", f"选{about_zh}的人也选它。"
        case "year-like":
            return f"From about the time of {about}.", f"与{about_zh}年代相近。"
        case _:
            if value > 0:
                return (
                    f"From {item.year}, and you asked for something {about}.",
                    f"{item.year} 年的作品，你要的是{about_zh}片。",
                )
            return (
                f"From {item.year}, though you asked for something {about}.",
                f"{item.year} 年的作品，不如你要的那样{about_zh}。",
            )


@dataclass(frozen=True, slots=True)
class Matching:
    """What is said of items that have names of an interest: the ``usual`` sentences, in English and
    Chinese, where they have one that it is ``called`` by, else which of the ``others`` they have.

    An interest in saddles, from one by Brooks, is one in Brooks too: of another thing by Brooks it
    is not said that it is a saddle.
    """

    column: Column
    label: str
    called: frozenset[str]
    others: frozenset[str]
    usual: tuple[str, str]

    @classmethod
    def of(cls, column: Column) -> Matching:
        """What is said of the part ``column``, whose ``names`` are those of the interest."""
        label = column.about.partition(", like ")[0]
        called = frozenset(name for name in column.names if _calls(label, name))
        usual = f"It is what you like: {column.about}.", f"正是你喜欢的：{column.about_zh}。"
        return cls(column, label, called, frozenset(column.names) - called, usual)

    def said(self, item: Item) -> tuple[str, str]:
        """One sentence in English and one in Chinese on the names that ``item`` has."""
        own = (*item.categories, *item.tags, *item.people, *traits(item))
        if not self.called.isdisjoint(own):
            return self.usual
        shared = [name for name in own if name in self.others][:NAMED]
        if not shared or any(_calls(self.label, name) for name in own):
            return self.usual
        shared_zh = "、".join(map(chinese_word, shared))
        return (
            f"Has {_listed(shared)} in common with what you like: {self.column.about}.",
            f"与你的兴趣有共同点（{shared_zh}）：{self.column.about_zh}。",
        )


def _calls(label: str, name: str) -> bool:
    """Whether ``name`` is one of those joined in ``label``, and not a part of one."""
    return label == name or label.startswith(f"{name} & ") or label.endswith(f" & {name}")


def _listed(names: list[str]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
