"""Words for genres and themes in English and Chinese.

Knows words and the canonical names they stand for; nothing of catalogs, turns or vectors. Which
of these genres exist is for a catalog to say: see :func:`genre_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from penchant.tools.words.themes import THEMES, Theme

__all__ = [
    "GENRES",
    "THEMES",
    "Genre",
    "Theme",
    "Word",
    "chinese_genre_words",
    "chinese_theme_words",
    "english_genre_words",
    "english_theme_words",
    "genre_names",
    "inflections",
]


@dataclass(frozen=True, slots=True)
class Genre:
    """One genre: its canonical name, its Chinese word, and every word that means it.

    ``english`` and ``chinese`` mean the genre wherever they stand; the ``weak`` ones are ordinary
    words that mean it only beside a word such as "film", "something" or 片. ``text`` is the
    English phrase to embed.
    """

    name: str
    zh: str
    english: tuple[str, ...]
    chinese: tuple[str, ...]
    text: str
    weak_english: tuple[str, ...] = ()
    weak_chinese: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """What one word means: canonical names (two for "rom-com"), and whether it is weak."""

    names: tuple[str, ...]
    weak: bool = False


def _genre(
    name: str,
    zh: str,
    text: str,
    english: str,
    chinese: str,
    weak_english: str = "",
    weak_chinese: str = "",
) -> Genre:
    def words(line: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in line.split(",") if word.strip())

    return Genre(
        name, zh, words(english), words(chinese), text, words(weak_english), words(weak_chinese)
    )


GENRES: tuple[Genre, ...] = (
    _genre(
        "Action",
        "动作",
        "Action films",
        "action film, action movie, action flick, action packed, shoot em up, actioner",
        "动作片, 动作电影, 打斗片, 枪战, 枪战片, 打戏",
        "action, explosive",
        "动作, 打斗",
    ),
    _genre(
        "Adventure",
        "冒险",
        "Adventure films",
        "adventure, swashbuckler, swashbuckling, adventurous",
        "冒险, 冒险片, 探险, 探险片, 历险",
    ),
    _genre(
        "Animated",
        "动画",
        "Animated films",
        "animated, animation, cartoon, anime, pixar, animations",
        "动画, 动画片, 动漫, 卡通, 卡通片, 动画电影, 皮克斯",
    ),
    _genre(
        "Biography",
        "传记",
        "Biographical films",
        "biography, biopic, biographical, life story",
        "传记, 传记片, 人物传记, 自传, 生平",
    ),
    _genre(
        "Comedy",
        "喜剧",
        "Comedy films",
        "comedy, comedies, comedic, rom com, romcom, romantic comedy, dramedy, teen comedy,"
        " comic film, sitcom, laugh out loud",
        "喜剧, 喜剧片, 搞笑, 搞笑片, 爆笑, 笑片, 轻喜剧, 爱情喜剧, 浪漫喜剧",
        "funny, funnier, funniest, hilarious, humorous, amusing",
        "好笑, 幽默, 逗, 有趣, 逗乐",
    ),
    _genre(
        "Crime",
        "犯罪",
        "Crime films",
        "crime film, crime movie, crime drama, crime story, crime thriller, true crime",
        "犯罪, 犯罪片, 警匪, 警匪片, 罪案",
        "crime, criminal",
    ),
    _genre(
        "Dance",
        "舞蹈",
        "Dance films",
        "dance film, dance movie, ballet film",
        "舞蹈片, 歌舞",
        "dance",
        "舞蹈",
    ),
    _genre(
        "Disaster",
        "灾难",
        "Disaster films",
        "disaster film, disaster movie, natural disaster, catastrophe, earthquake, volcano,"
        " tsunami, tornado",
        "灾难片, 灾难电影, 地震, 海啸, 火山",
        "disaster",
        "灾难",
    ),
    _genre(
        "Documentary",
        "纪录",
        "Documentary films",
        "documentary, docu, doc film, nonfiction film, docuseries, documentries",
        "纪录片, 记录片, 纪实片, 纪录电影",
        "docs",
        "纪实, 纪录, 记录",
    ),
    _genre(
        "Drama",
        "剧情",
        "Drama films",
        "crime drama, legal drama, courtroom drama, political drama, historical drama,"
        " sports drama,"
        " war drama, teen drama, romantic drama, family drama, period drama, drama,"
        " dramatic film, dramatic movie, melodrama, dramedy",
        "剧情片, 文艺剧情, 伦理片, 情节剧",
        "dramatic",
        "剧情",
    ),
    _genre(
        "Erotic",
        "情色",
        "Erotic films",
        "erotic, erotica, steamy film, softcore",
        "情色, 情色片, 情欲, 三级片",
        "sexy, steamy",
    ),
    _genre(
        "Family",
        "家庭",
        "Family films",
        "family film, family movie, family friendly, kids movie, kids film, children's film,"
        " children's movie, for kids, for the kids, for children, for the whole family,"
        " for the family, kid friendly, films for kids, movies for kids, for my kids,"
        " with the kids, with my kids, disney, child friendly",
        "家庭片, 合家欢, 全家, 亲子, 亲子片, 儿童片, 儿童电影, 适合孩子, 适合小孩, 适合小朋友,"
        " 适合全家, 一家人, 全家人, 一家老小, 老少皆宜, 给孩子看, 和孩子一起看, 迪士尼",
        "family, children's, kids",
        "家庭, 儿童",
    ),
    _genre(
        "Fantasy",
        "奇幻",
        "Fantasy films",
        "fantasy, fantasies, high fantasy, fantastical",
        "奇幻, 奇幻片, 魔幻, 魔幻片, 玄幻, 仙侠",
    ),
    _genre(
        "Found Footage",
        "伪纪录",
        "Found footage films",
        "found footage, mockumentary horror, handheld horror",
        "伪纪录片, 伪记录片, 手持摄影, 拾得录像",
    ),
    _genre(
        "Historical",
        "历史",
        "Historical films",
        "historical, history film, history movie, period film, period drama, period piece,"
        " costume drama, historic film, historical drama",
        "历史片, 古装, 古装片, 历史剧, 年代戏, 年代片",
        "history, historic, period",
        "历史",
    ),
    _genre(
        "Horror",
        "恐怖",
        "Horror films",
        "horror, horrors, scary movie, scary film, chiller, creepypasta, spooky, fright flick,"
        " scarey, horor, scary stuff, horror flick",
        "恐怖, 恐怖片, 吓人的, 鬼片, 惊悚恐怖, 恐怖电影, 吓人, 恐怖类, 灵异片",
        "scary, scarier, scariest, frightening, terrifying, creepy, creepier, scares",
        "可怕, 害怕, 瘆人",
    ),
    _genre(
        "Independent",
        "独立",
        "Independent films",
        "indie, independent film, independent movie, indie film, low budget film",
        "独立电影, 独立片, 独立制片",
        "independent, low budget",
        "独立",
    ),
    _genre(
        "Legal",
        "法律",
        "Legal dramas",
        "legal drama, legal thriller, courtroom drama, lawyer movie, lawyer film, legal film",
        "法律片, 律政, 律政片, 法庭片, 庭审片",
        "legal, courtroom, lawyer",
        "法律, 法庭, 律师",
    ),
    _genre("Live Action", "真人", "Live action films", "live action", "真人版, 真人电影, 真人片"),
    _genre(
        "Martial Arts",
        "武术",
        "Martial arts films",
        "martial arts, martial art, kung fu, kungfu, wuxia, karate movie, karate film",
        "武侠, 武侠片, 功夫, 功夫片, 武打, 武打片, 武术, 武术片",
    ),
    _genre(
        "Musical",
        "音乐剧",
        "Musical films",
        "musical, singing and dancing, sing along, song and dance",
        "音乐剧, 歌舞片, 音乐片, 歌舞剧, 音乐电影",
    ),
    _genre(
        "Mystery",
        "悬疑",
        "Mystery films",
        "mystery, mysteries, whodunit, whodunnit, whodunits, murder mystery, detective film,"
        " detective movie, detective story, detective stories, sleuth film",
        "悬疑, 悬疑片, 推理, 推理片, 侦探片, 破案片, 谜案, 解谜",
        "mysterious, detective",
        "侦探, 破案, 神秘",
    ),
    _genre(
        "Noir",
        "黑色电影",
        "Film noir",
        "noir, film noir, neo noir, noirish",
        "黑色电影, 黑色片, 新黑色",
    ),
    _genre("Performance", "演出", "Performance films", "concert film", "演唱会电影, 演出录像"),
    _genre(
        "Political",
        "政治",
        "Political films",
        "political film, political movie, political thriller, political drama",
        "政治片, 政治电影, 政治惊悚",
        "political, politics",
        "政治",
    ),
    _genre(
        "Romance",
        "爱情",
        "Romantic films",
        "romance, romances, romantic, romantic drama, rom com, romcom, romantic comedy,"
        " love story, love stories,"
        " chick flick, romcoms",
        "爱情片, 爱情, 浪漫, 浪漫片, 言情, 爱情电影, 恋爱片, 谈恋爱的, 爱情喜剧, 浪漫喜剧",
        "",
        "恋爱",
    ),
    _genre(
        "Satire",
        "讽刺",
        "Satirical films",
        "satire, satirical, political satire, satiric",
        "讽刺, 讽刺片, 讽刺喜剧, 讽刺剧",
    ),
    _genre(
        "Science Fiction",
        "科幻",
        "Science fiction films",
        "science fiction, sci fi, scifi, sf film, sf movie, sf, syfy, space opera,"
        " science fictional, sci fi film",
        "科幻, 科幻片, 科幻电影, 科学幻想, 硬科幻, 软科幻",
        "futuristic",
    ),
    _genre("Short", "短片", "Short films", "short film, short movie, shorts", "短片, 微电影"),
    _genre("Silent", "默片", "Silent films", "silent film, silent movie", "默片, 无声电影, 无声片"),
    _genre(
        "Slasher",
        "砍杀",
        "Slasher films",
        "slasher, slasher film, slasher movie",
        "砍杀, 砍杀片, 血腥杀人片, 虐杀片",
    ),
    _genre(
        "Sports",
        "体育",
        "Sports films",
        "sports film, sports movie, sport film, sport movie, sports drama, boxing film,"
        " boxing movie, football film, football movie, baseball movie, basketball movie",
        "体育片, 运动片, 体育电影, 体育题材, 竞技片",
        "sports, sport, athletic",
        "体育, 运动, 竞技",
    ),
    _genre(
        "Spy",
        "间谍",
        "Spy films",
        "spy, spies, espionage, secret agent, spy thriller, james bond",
        "间谍, 间谍片, 谍战, 谍战片, 特工, 特工片, 谍报",
    ),
    _genre(
        "Superhero",
        "超级英雄",
        "Superhero films",
        "superhero, super hero, superheroes, comic book film, comic book movie, marvel movie,"
        " marvel film, marvel, superhero stuff, caped hero, dc movie",
        "超级英雄, 超英, 超级英雄片, 超英片, 漫威, 英雄片",
    ),
    _genre(
        "Supernatural",
        "超自然",
        "Supernatural films",
        "supernatural, paranormal, occult",
        "超自然, 灵异, 超自然片, 通灵",
    ),
    _genre(
        "Suspense",
        "悬念",
        "Suspense films",
        "suspense, suspenseful, nail biter, hitchcockian, nail biting, suspense film",
        "悬念, 悬念片, 扣人心弦",
        "tense, gripping",
        "紧张",
    ),
    _genre(
        "Teen",
        "青少年",
        "Teen films",
        "teen film, teen movie, teen comedy, teen drama, high school movie, high school film,"
        " teenage movie, teen flick, young adult film",
        "青春片, 青少年片, 校园片, 青春校园, 青少年电影, 校园电影",
        "teen, teenage, high school",
        "青春, 青少年, 校园",
    ),
    _genre(
        "Thriller",
        "惊悚",
        "Thriller films",
        "crime thriller, legal thriller, political thriller, spy thriller,"
        " action thriller, thriller,"
        " psychological thriller, thrillers, thriler, triller movie",
        "惊悚, 惊悚片, 惊险, 惊险片, 惊悚电影",
    ),
    _genre(
        "War",
        "战争",
        "War films",
        "war film, war movie, war drama, war epic, war story, anti war, wartime, combat film,"
        " war stories, military film",
        "战争片, 战争, 打仗的, 打仗, 军事片, 战争电影, 抗战片",
        "war, military, combat",
        "军事",
    ),
    _genre(
        "Western",
        "西部",
        "Western films",
        "western, westerns, spaghetti western, cowboy movie, cowboy film, cowboy flick",
        "西部片, 西部电影, 牛仔片",
        "cowboy",
        "西部, 牛仔",
    ),
)
"""The genres of films, by name."""

_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "animation": "Animated",
        "children": "Family",
        "biopic": "Biography",
        "history": "Historical",
        "film noir": "Noir",
        "sport": "Sports",
        "sci fi": "Science Fiction",
        "scifi": "Science Fiction",
        "romantic": "Romance",
        "anime": "Animated",
        "music": "Musical",
        "documentaries": "Documentary",
    }
)


def inflections(word: str) -> tuple[str, ...]:
    """``word`` and its plural, both in lower case.

    >>> inflections("comedy"), inflections("space opera")
    (('comedy', 'comedies'), ('space opera', 'space operas'))
    """
    word = word.lower()
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return (word, word[:-1] + "ies")
    if word.endswith(("s", "x", "ch", "sh")):
        return (word, word + "es")
    return (word, word + "s")


def genre_names(categories: Iterable[str]) -> dict[str, str]:
    """Lexicon name -> the catalog's own name, for the genres that occur among ``categories``.

    A category counts when it is a genre's name or another usual name of it ("Sci-Fi").
    """
    own = {_plain(genre.name): genre.name for genre in GENRES} | dict(_OTHER_NAMES)
    found: dict[str, str] = {}
    for category in categories:
        name = own.get(_plain(category))
        if name is not None:
            found.setdefault(name, category)
    return found


@cache
def english_genre_words() -> Mapping[str, Word]:
    """Lower-case word or phrase, blanks between words -> the genres it means."""
    return MappingProxyType(_merged(_english_words()))


@cache
def chinese_genre_words() -> Mapping[str, Word]:
    """Chinese word -> the genres it means."""
    return MappingProxyType(_merged(_chinese_words()))


@cache
def english_theme_words() -> Mapping[str, tuple[Theme, bool]]:
    """Lower-case word or phrase -> its theme (the first that claims it), and whether it is weak."""
    found: dict[str, tuple[Theme, bool]] = {}
    for theme in THEMES:
        for label in (theme.name, *theme.english):
            plain = _plain(label)
            for word in (*inflections(plain), *_singulars(plain)):
                found.setdefault(word, (theme, label in theme.weak))
    return MappingProxyType(found)


@cache
def chinese_theme_words() -> Mapping[str, tuple[Theme, bool]]:
    """Chinese word -> its theme (the first that claims it), and whether it is weak."""
    found: dict[str, tuple[Theme, bool]] = {}
    for theme in THEMES:
        for word in (theme.zh, *theme.chinese):
            found.setdefault(word, (theme, word in theme.weak))
    return MappingProxyType(found)


def _singulars(word: str) -> tuple[str, ...]:
    """What ``word`` may be the plural of: "zombies" of "zombie" (or, as for "comedies", of "y")."""
    if not word.endswith("s") or word.endswith(("ss", "us", "is", "ics", "ws")):
        return ()
    return (word[:-1], word[:-3] + "y") if word.endswith("ies") else (word[:-1],)


def _english_words() -> Iterator[tuple[str, str, bool]]:
    for genre in GENRES:
        for weak, words in ((False, genre.english), (True, genre.weak_english)):
            for word in words:
                for form in inflections(_plain(word)):
                    yield form, genre.name, weak


def _chinese_words() -> Iterator[tuple[str, str, bool]]:
    for genre in GENRES:
        for weak, words in ((False, genre.chinese), (True, genre.weak_chinese)):
            for word in words:
                yield word, genre.name, weak


def _merged(rows: Iterable[tuple[str, str, bool]]) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for word, name, weak in rows:
        known = found.get(word)
        if known is None:
            found[word] = Word((name,), weak)
        elif name not in known.names:
            found[word] = Word((*known.names, name), known.weak and weak)
    return found


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower()))
