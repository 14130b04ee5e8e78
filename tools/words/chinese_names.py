"""Chinese names of people well known from films.

Knows names only; which of these people a catalog holds is for the catalog to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_ROWS = """
Tom Hanks = 汤姆·汉克斯
Tom Cruise = 汤姆·克鲁斯, 阿汤哥
Brad Pitt = 布拉德·皮特
Leonardo DiCaprio = 莱昂纳多·迪卡普里奥, 莱昂纳多, 小李子
Johnny Depp = 约翰尼·德普, 德普
Keanu Reeves = 基努·里维斯
Bruce Willis = 布鲁斯·威利斯
Samuel L. Jackson = 塞缪尔·杰克逊
Robert De Niro = 罗伯特·德尼罗, 德尼罗
Al Pacino = 阿尔·帕西诺, 帕西诺
Morgan Freeman = 摩根·弗里曼
Nicolas Cage = 尼古拉斯·凯奇, 凯奇
Liam Neeson = 连姆·尼森
Denzel Washington = 丹泽尔·华盛顿
Will Smith = 威尔·史密斯
Jim Carrey = 金·凯瑞, 金·凯利
Robin Williams = 罗宾·威廉姆斯
Matt Damon = 马特·达蒙
Ben Affleck = 本·阿弗莱克
George Clooney = 乔治·克鲁尼
Harrison Ford = 哈里森·福特
Arnold Schwarzenegger = 阿诺·施瓦辛格, 施瓦辛格
Sylvester Stallone = 史泰龙, 西尔维斯特·史泰龙
Jackie Chan = 成龙
Jet Li = 李连杰
Bruce Lee = 李小龙
Chow Yun-fat = 周润发
Michelle Yeoh = 杨紫琼
Lucy Liu = 刘玉玲
Donnie Yen = 甄子丹
Tony Leung = 梁朝伟
Zhang Ziyi = 章子怡
Christian Bale = 克里斯蒂安·贝尔
Hugh Jackman = 休·杰克曼
Ryan Gosling = 瑞恩·高斯林
Ryan Reynolds = 瑞恩·雷诺兹
Robert Downey Jr. = 小罗伯特·唐尼
Chris Evans = 克里斯·埃文斯
Chris Hemsworth = 克里斯·海姆斯沃斯
Mark Wahlberg = 马克·沃尔伯格
Adam Sandler = 亚当·桑德勒
Ben Stiller = 本·斯蒂勒
Eddie Murphy = 艾迪·墨菲
Bill Murray = 比尔·默瑞, 比尔·默里
Anthony Hopkins = 安东尼·霍普金斯
Jack Nicholson = 杰克·尼科尔森
Dustin Hoffman = 达斯汀·霍夫曼
Robert Redford = 罗伯特·雷德福
Clint Eastwood = 克林特·伊斯特伍德, 伊斯特伍德
Paul Newman = 保罗·纽曼
Gene Hackman = 吉恩·哈克曼
Mel Gibson = 梅尔·吉布森
Kevin Costner = 凯文·科斯特纳
Russell Crowe = 拉塞尔·克劳, 罗素·克劳
Jeff Bridges = 杰夫·布里吉斯
Daniel Day-Lewis = 丹尼尔·戴-刘易斯
Joaquin Phoenix = 华金·菲尼克斯
Jake Gyllenhaal = 杰克·吉伦哈尔
Matthew McConaughey = 马修·麦康纳
Woody Allen = 伍迪·艾伦
Woody Harrelson = 伍迪·哈里森
Jude Law = 裘德·洛
Hugh Grant = 休·格兰特
Colin Firth = 科林·费尔斯
Sean Connery = 肖恩·康纳利
Daniel Craig = 丹尼尔·克雷格
Pierce Brosnan = 皮尔斯·布鲁斯南
Meryl Streep = 梅丽尔·斯特里普
Julia Roberts = 朱莉娅·罗伯茨, 茱莉亚·罗伯茨
Sandra Bullock = 桑德拉·布洛克
Nicole Kidman = 妮可·基德曼
Angelina Jolie = 安吉丽娜·朱莉
Scarlett Johansson = 斯嘉丽·约翰逊, 寡姐
Natalie Portman = 娜塔莉·波特曼
Anne Hathaway = 安妮·海瑟薇
Emma Stone = 艾玛·斯通
Emma Watson = 艾玛·沃森
Jennifer Lawrence = 詹妮弗·劳伦斯
Jennifer Aniston = 詹妮弗·安妮斯顿
Cameron Diaz = 卡梅隆·迪亚茨
Kate Winslet = 凯特·温丝莱特
Cate Blanchett = 凯特·布兰切特
Julianne Moore = 朱丽安·摩尔
Jodie Foster = 朱迪·福斯特
Demi Moore = 黛米·摩尔
Meg Ryan = 梅格·瑞恩
Sigourney Weaver = 西格妮·韦弗
Charlize Theron = 查理兹·塞隆
Uma Thurman = 乌玛·瑟曼
Winona Ryder = 薇诺娜·瑞德
Drew Barrymore = 德鲁·巴里摩尔
Margot Robbie = 玛格特·罗比
Timothée Chalamet = 蒂莫西·柴勒梅德, 甜茶
Quentin Tarantino = 昆汀·塔伦蒂诺, 昆汀
Christopher Nolan = 克里斯托弗·诺兰, 诺兰
Steven Spielberg = 史蒂文·斯皮尔伯格, 斯皮尔伯格
"""


def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _ROWS.strip().splitlines():
        name, chinese = line.split(" = ")
        found |= {word.strip(): name for word in chinese.split(",")}
    return found


PEOPLE_ZH: Mapping[str, str] = MappingProxyType(_names())
"""Chinese name -> the name as a catalog has it."""
