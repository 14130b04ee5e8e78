"""A small shop for the page's tests: teas in English and in Chinese, with the offline assistant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from penchant.agent.assistant import Assistant
from penchant.memory.embed.embedder import Embedder
from penchant.memory.memory import Memory
from penchant.tools.importing import import_items
from penchant.tools.recommender import Recommender

TEAS = """sku,name,category,brand,price,stock,description
t1,Longjing,Green tea,West Lake,14.50,12,Pan-fired spring leaves
t2,Assam Gold,Black tea,Doomni,9.80,3,Malty and strong
t3,Sencha,Green tea,Uji Garden,12.5,0,Steamed and grassy
t4,First Flush,Black tea,Castleton,21,8,Light and floral
t5,Tieguanyin,Oolong,Anxi Hills,17.2,5,Orchid notes
t6,Rooibos,Herbal tea,Cape Bush,6.5,40,Sweet without caffeine
t7,Matcha,Green tea,Uji Garden,28,2,Stone-ground powder
t8,Keemun,Black tea,Qimen,13.9,10,Winey and mellow
"""

TEAS_ZH = """sku,name,category,brand,price,stock,description
t1,西湖龙井,绿茶,狮峰,148,12,明前春茶
t2,正山小种,红茶,桐木关,96,3,松烟香
t3,碧螺春,绿茶,洞庭山,120,0,花果香
t4,祁门红茶,红茶,祁红,88,8,蜜糖香
t5,铁观音,乌龙茶,安溪,72,5,兰花香
t6,普洱熟茶,黑茶,勐海,65,40,陈香
t7,白毫银针,白茶,福鼎,210,2,毫香清甜
t8,安吉白茶,绿茶,安吉,130,10,鲜爽
"""


def open_shop(
    folder: Path, embedder: Embedder, clock: Callable[[], datetime], *, chinese: bool = False
) -> Assistant:
    """The shop in a new store, with the offline assistant; close its memory in the end."""
    memory = Memory.open(folder / "shop", embedder, clock=clock)
    path = folder / "teas.csv"
    path.write_text(TEAS_ZH if chinese else TEAS, encoding="utf-8")
    import_items(memory, path, mapping={"id": "sku", "people": "brand"})
    return Assistant(Recommender(memory), None, clock=clock)
