"""About 150 themes that cut across genres, with the words that name them in English and Chinese.

Knows labels and trigger words only; nothing of catalogs, turns or vectors. Every label is a
phrase of ours, so an interest labelled with one never repeats a person's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: its label in both languages and the words that point to it.

    The label and its Chinese form are triggers too. The words in ``weak`` mean the theme only
    beside a word such as "film", "something" or 片.
    """

    name: str
    zh: str
    english: tuple[str, ...] = ()
    chinese: tuple[str, ...] = ()
    weak: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The phrase that is embedded for this theme: the label and its first other words."""
        return ", ".join((self.name, *self.english[:3]))


# label; Chinese label; English triggers; Chinese triggers. A line that begins with a blank goes
# on; a star marks an ordinary word that means the theme only beside one such as "film".
_ROWS = """
space travel; 太空旅行; outer space, astronaut, spaceship, space mission, in space, space
  exploration; 太空, 宇宙, 宇航员, 外太空, 星际, 航天
time travel; 时间旅行; time machine, time traveler, time traveller, time travelling, back in time;
  穿越*, 时间穿越, 时光机, 时空穿越
time loop; 时间循环; same day over and over, groundhog day style, stuck in a loop; 时间轮回, 循环*
artificial intelligence; 人工智能; ai, sentient machine, thinking machine, superintelligence;
  智能机器
robots; 机器人; android, cyborg, humanoid; 仿生人, 机械人
aliens; 外星人; extraterrestrial, alien invasion, ufo, first contact; 外星, 外星生物, 异形, 飞碟
cyberpunk; 赛博朋克; hacker, neon city, high tech low life; 黑客
virtual reality; 虚拟现实; simulation*, simulated world, video game world; 虚拟世界, 元宇宙
dystopia; 反乌托邦; dystopian, totalitarian, big brother society; 极权
post-apocalypse; 末日废土; post apocalyptic, apocalypse, apocalyptic, end of the world, wasteland;
  末日, 世界末日, 废土, 末世
parallel worlds; 平行世界; parallel universe, multiverse, alternate reality, alternate universe;
  平行宇宙, 多元宇宙
mind-bending; 烧脑; mind bender, mindfuck, brain twister, puzzle film, mind blowing, reality
  bending; 烧脑片, 费脑, 脑洞, 高智商
plot twists; 反转; twist ending, surprise ending, plot twist, twisty, unexpected ending; 神反转,
  反转结局, 结局反转, 意想不到的结局
dreams; 梦境; dream world, lucid dream, dreamlike*, surreal*, surrealism; 梦, 做梦, 超现实
memory loss; 失忆; amnesia, lost memory, forgotten past; 失去记忆, 记忆*
scientists; 科学家; mad scientist, laboratory, science experiment, physicist; 实验室, 疯狂科学家
mutants; 变种人; mutation, genetic engineering, clone, cloning; 克隆, 基因
monsters; 怪兽; creature feature, kaiju, giant monster, beast*; 怪物, 巨兽
dinosaurs; 恐龙; prehistoric, jurassic; 史前, 侏罗纪
sharks; 鲨鱼; shark attack, killer shark; 大白鲨
zombies; 僵尸; undead, living dead, zombie apocalypse, walking dead; 丧尸, 活死人
vampires; 吸血鬼; dracula, bloodsucker; 吸血
werewolves; 狼人; werewolf, lycanthrope; 人狼
ghosts; 鬼魂; ghost story, spirit*, haunting, poltergeist; 鬼, 幽灵, 灵异, 鬼故事, 闹鬼
haunted house; 鬼屋; haunted mansion, haunted hotel; 凶宅, 闹鬼的房子
demons and possession; 恶魔附身; demon, exorcism, possession, devil, satanic; 恶魔, 驱魔, 附身,
  魔鬼
witches; 女巫; witchcraft, coven, sorceress; 巫术, 巫婆
magic; 魔法; magician, wizard, sorcery, spell*, illusionist; 魔术, 巫师, 魔术师
fairy tales; 童话; fairytale, princess, prince charming, enchanted; 公主, 王子
dragons; 龙; dragon slayer; 巨龙, 恶龙
mythology; 神话; greek myth, norse gods, legend*, gods and heroes; 传说, 希腊神话, 北欧神话
sword and sorcery; 剑与魔法; barbarian, sword fight, epic quest, quest*; 史诗冒险, 奇幻冒险
knights and castles; 骑士与城堡; knight, medieval, middle ages, castle, king arthur; 骑士, 中世纪,
  城堡
pirates; 海盗; pirate ship, buccaneer, high seas; 海盗船, 加勒比
treasure hunt; 寻宝; treasure*, treasure map, lost city, tomb*, archaeologist; 宝藏, 盗墓, 夺宝
jungle; 丛林; rainforest, amazon, safari; 雨林, 热带雨林
survival; 求生; stranded*, castaway, survivor, survive in the wild, man against nature; 生存,
  荒野求生, 荒岛, 野外求生
mountains; 登山; mountaineering, climbing*, everest; 爬山, 雪山, 攀岩
the sea; 大海; ocean, shipwreck, sailing*, underwater; 海洋, 海上, 深海, 沉船
submarines; 潜艇; submarine, u boat; 潜水艇
aviation; 飞行; pilot*, fighter jet, airplane*, plane crash, flying*; 飞行员, 飞机, 战斗机, 空难
heist; 劫案; bank robbery, robbery*, robbers, bank heist, casino robbery, thieves, caper; 抢劫,
  抢银行, 盗窃, 劫匪, 偷盗, 银行劫案
con artists; 骗局; con man, con artist, swindler, grifter, scam, fraud; 骗子, 诈骗, 骗术
gangsters; 黑帮; gangster, mafia, mob, mobster, crime family, organized crime; 黑社会, 黑手党,
  帮派, 教父
drugs; 毒品; drug dealer, cartel, drug trade, addiction, narcos; 贩毒, 毒贩, 缉毒, 吸毒
serial killer; 连环杀手; serial killers, murderer, psychopath, killer on the loose; 连环杀人,
  杀人狂, 变态杀手, 杀人犯
detectives; 侦探; detective, private eye, murder mystery, investigation, sleuth, whodunnit; 破案,
  推理, 查案, 刑侦, 神探
police*; 警察*; cop*, cops*, police procedural, undercover cop, buddy cop; 警匪, 刑警, 卧底
courtroom; 法庭; court case, lawyer, trial*, jury, attorney, courtroom drama; 律师, 审判, 庭审,
  陪审团, 法庭戏
prison; 监狱; jail*, prison break, inmate, prisoner, convict; 越狱, 牢狱, 囚犯, 坐牢
kidnapping; 绑架; abduction, hostage, kidnapped, ransom; 人质, 劫持, 勒索
revenge; 复仇; vengeance, vigilante, payback, getting even; 报仇, 报复
assassins; 刺客; assassin, hitman, hit man, contract killer, sniper; 杀手, 狙击手, 职业杀手
espionage; 谍战; secret agent, cold war spies, double agent, undercover; 间谍战, 特工, 双面间谍,
  冷战
conspiracy; 阴谋; cover up, conspiracies, secret society; 阴谋论, 惊天阴谋
politics and power; 政治权谋; president*, white house, election*, senator, corruption; 总统*,
  选举*, 权谋, 白宫, 腐败
journalism; 新闻调查; journalist, reporter*, newspaper*, investigative journalism; 记者, 报社,
  新闻*
finance; 金融; wall street, stock market, banker, business world, money and greed; 华尔街, 商战,
  股市, 银行家
hackers and technology; 科技*; technology*, silicon valley, startup, internet*; 互联网*, 创业,
  硅谷
terrorism; 恐怖主义; terrorist, bomb threat, hijack; 恐怖分子, 劫机, 反恐
world war two; 二战; ww2, wwii, world war 2, world war ii, second world war, nazi, holocaust;
  第二次世界大战, 纳粹, 大屠杀, 抗战
world war one; 一战; ww1, wwi, world war 1, world war i, first world war, trenches; 第一次世界大战
vietnam war; 越战; vietnam; 越南战争
soldiers; 军人; soldier, army*, military*, marine, special forces, navy seals, veterans; 士兵,
  军队, 特种部队, 军事
ancient rome; 古罗马; roman empire, gladiators, ancient greece, sword and sandal; 罗马, 角斗士,
  古希腊
samurai; 武士; ronin, feudal japan, shogun, bushido; 日本武士, 浪人
kung fu; 功夫; wuxia, shaolin, karate, fist fights, hand to hand combat; 武侠, 武打, 打斗, 少林
car chases; 飙车; car chase, street racing, fast cars, muscle cars, getaway driver; 追车,
  赛车追逐, 飞车
racing; 赛车; race cars, formula one, nascar, motor racing, race driver; 方程式, 赛车手
boxing; 拳击; boxer, prizefighter, wrestling, wrestler, mma; 拳手, 摔跤, 格斗
football; 橄榄球; american football, quarterback, nfl; 美式足球
soccer; 足球; premier league; 世界杯
basketball; 篮球; nba, hoops; 球场
baseball; 棒球; home run, major league; 棒球手
underdogs; 小人物逆袭; underdog, against the odds, rags to riches, beating the odds; 逆袭, 励志,
  草根
cowboys; 牛仔; cowboy, gunslinger, wild west, outlaw, frontier, gunfight; 西部牛仔, 枪手,
  荒野大镖客
road trip; 公路旅行; road movie, on the road, cross country, roadtrip; 公路片, 公路电影, 自驾,
  旅途
travel; 旅行*; traveling*, travelling*, backpacking, holiday abroad, vacation*; 旅游*, 度假*, 游历
small town; 小镇; small towns, rural life, village*, countryside*; 乡村, 农村, 小城, 乡下
big city life; 都市生活; new york, big city, city life, manhattan; 都市, 纽约, 大城市
paris; 巴黎; french riviera, france*; 法国*
london; 伦敦; england*, british*; 英国*, 英式
japan; 日本*; tokyo, japanese*; 东京, 日式
china; 中国*; hong kong, chinese*, shanghai; 香港*, 上海, 国产, 华语
india; 印度; bollywood, indian*; 宝莱坞
africa; 非洲; african*, savanna; 非洲草原
coming of age; 成长*; growing up*, adolescence, teenage years, youth*, first love, coming of age
  story; 青春*, 成长故事, 青春期, 少年, 初恋
high school; 高中; teenager, prom, school days*, classmates*; 校园, 中学, 同学*, 学校*
college*; 大学*; campus, university*, fraternity, frat; 校园生活, 大学生
teachers; 老师*; teacher*, classroom, inspiring teacher, mentor*; 教师, 教育*, 师生
childhood; 童年; kids*, children*, child hero, nostalgia*; 小孩*, 儿童, 孩子*, 怀旧
friendship; 友情; friends*, best friends, buddies, buddy, bromance; 友谊, 兄弟情, 朋友*, 闺蜜
family bonds; 亲情; family relationships, siblings*, brothers*, sisters*, family ties, family
  drama; 家庭关系, 家人, 亲情片, 父子, 母女
fathers and sons; 父子情; father and son, fatherhood, single dad, dad*; 父亲*, 爸爸*, 父爱
mothers and daughters; 母女情; mother and daughter, motherhood, single mom, mother*; 母亲*, 妈妈*,
  母爱
marriage; 婚姻; married couple, husband and wife, married life; 夫妻, 婚后
weddings; 婚礼; wedding, bride, bridesmaid, honeymoon; 结婚*, 新娘
divorce; 离婚*; break up*, breakup*, broken marriage, infidelity, cheating*, affair*; 分手*, 出轨,
  婚外情, 外遇
love triangle; 三角恋; forbidden love, star crossed lovers, unrequited love; 暗恋, 禁忌之恋
love stories; 爱情故事; love story, true love, soulmates, falling in love; 真爱, 恋爱, 甜甜的恋爱
dating; 约会; online dating, single life, matchmaking; 相亲, 单身
christmas; 圣诞; xmas, santa, christmas movie, holiday season*; 圣诞节, 圣诞老人
halloween; 万圣节; trick or treat; 万圣夜
parties; 派对; party*, hangover, bachelor party, wild night, drinking*; 狂欢, 喝酒*, 聚会*
cooking; 美食*; food*, chef*, restaurant*, kitchen*, culinary, baking*, cuisine; 烹饪, 厨师,
  做饭*, 餐厅*, 吃货, 料理
wine and coffee; 酒与咖啡; wine*, coffee*, vineyard; 红酒, 咖啡*, 葡萄酒, 茶*
music; 音乐; musician, band*, rock band, singer*, concert*, songs*, jazz, hip hop; 乐队, 歌手,
  摇滚, 音乐人, 爵士, 说唱, 歌曲
dancing; 舞蹈; dancer, ballet, ballroom, dance battle; 跳舞, 芭蕾, 舞者, 街舞
art; 艺术; painter*, painting, museum*, artist, sculpture; 画家, 绘画, 艺术家, 博物馆
writers; 作家; writer*, author*, novelist, poet, poetry, literature; 诗人, 写作, 诗*, 文学
books; 书*; novel adaptation, based on a book, based on a novel, bookish; 小说改编, 改编自小说,
  名著
theatre; 戏剧舞台; theater, stage*, broadway, actors*, actress*; 舞台, 百老汇, 剧院
filmmaking; 电影人; hollywood, filmmaker, behind the scenes, movie business; 好莱坞, 拍电影, 导演*
fashion; 时尚; model*, designer*, clothes*, haute couture; 服装*, 模特*, 时装
comics; 漫画改编; comic book, comic books, marvel, dc comics, avengers, graphic novel; 漫画*,
  漫威, 漫改, 复仇者
anime; 日漫; japanese animation, studio ghibli, ghibli, manga; 日本动画, 动漫, 宫崎骏, 吉卜力,
  二次元
stop motion; 定格动画; claymation, puppets, puppet; 黏土动画, 木偶
video games; 电子游戏*; gaming, gamer, game adaptation, esports; 游戏*, 游戏改编, 电竞
toys; 玩具*; doll, dolls, living toys; 玩偶, 娃娃
animals; 动物; wildlife, talking animals, animal companion, zoo; 动物园, 野生动物
dogs; 狗; dog*, puppy, puppies; 小狗*, 狗狗, 犬
cats; 猫; cat*, kitten, kittens; 小猫*, 猫咪
horses; 马; horse*, horse racing, equestrian; 赛马, 骑马
nature; 自然*; natural world, planet earth, landscapes, wilderness; 大自然, 风景, 风光
environment; 环保; climate change, global warming, ecology; 气候, 气候变化, 生态
disease and pandemic; 疫情; pandemic, virus*, outbreak, epidemic, plague*, contagion; 病毒,
  传染病, 瘟疫
doctors and hospitals; 医院*; doctor*, hospital*, medical*, nurse*, surgeon; 医生*, 医疗, 护士
illness; 疾病; cancer, terminal illness, sick*, dying*; 癌症, 绝症, 生病*
mental health; 心理*; mental illness, depression, psychological, madness, asylum, schizophrenia;
  精神病, 抑郁, 心理学, 精神分裂, 疯人院
disability; 残障; disabled*, blind*, deaf*, wheelchair; 残疾, 盲人, 聋人
autism and genius; 天才*; genius*, prodigy, savant, mathematician, chess; 数学家, 神童, 自闭症,
  国际象棋
grief and loss; 失去与哀伤; grief, loss, mourning, death*, bereavement; 死亡*, 悲伤*, 告别, 离别
loneliness; 孤独; lonely*, isolation*, solitude*, loner; 寂寞*, 孤单*
old age; 老年; ageing*, aging*, growing old, elderly, retirement; 老人*, 衰老, 退休*
religion and faith; 宗教信仰; religion, faith, priest, church*, christian, god*, monk, bible;
  宗教, 信仰, 神父, 教堂, 上帝*, 圣经
philosophy; 哲学; philosophical, existential, meaning of life, thought provoking*, thoughtful*,
  deep*; 哲理, 有深度*, 发人深省, 思考人生, 引人深思
cults; 邪教; cult leader, sect; 教派
race and civil rights; 种族与民权; civil rights, racism, slavery, segregation, black history;
  种族歧视, 黑奴, 种族, 平权
immigration; 移民; immigrant, refugee, exile, border crossing; 难民, 偷渡
working class; 工人阶级; poverty*, blue collar, social realism, strike*; 贫穷, 底层, 社会现实,
  现实题材
rich and famous; 上流社会; high society, aristocracy, wealth*, luxury*, celebrities; 豪门, 富人,
  贵族, 名流
royalty; 王室; king*, queen*, royal family, monarchy, emperor; 国王, 女王, 皇室, 皇帝, 宫廷
period costume; 古装; costume drama, victorian, period piece, period drama, regency; 古装剧,
  维多利亚时代
women in the lead; 女性主角; strong female lead, strong women, female lead, feminist, women*,
  heroine, girl power; 女性*, 大女主, 女主, 女权, 女英雄
lgbt; 同性; gay, lesbian, queer, lgbtq, transgender; 同志*, 男同, 女同, 酷儿
true stories; 真实故事; true story, based on a true story, based on true events, real life, real
  events, true crime; 真实事件, 真人真事, 真实事件改编, 根据真实
feel-good; 轻松治愈; feelgood, uplifting*, heartwarming*, heart warming*, cheer me up, light
  hearted, lighthearted, cozy*, cosy*, wholesome*, relaxing*, easy watching, make me smile; 轻松*,
  治愈, 温馨*, 暖心, 开心*, 放松*, 解压*, 温暖*
tearjerkers; 催泪; tearjerker, tear jerker, make me cry, sad*, heartbreaking*, weepy, emotional*,
  moving*; 感人*, 伤感*, 悲剧, 哭*, 虐心, 泪点
dark and gritty; 黑暗压抑; gritty, bleak*, grim*, dark*, disturbing*; 黑暗*, 压抑*, 阴暗*, 重口味,
  暗黑
gore; 血腥*; gory*, blood*, bloody*, splatter, guts, torture; 暴力血腥, 血浆, 虐杀
violence; 暴力*; violent*, brutal*, ultraviolent, brutality; 暴力片, 残暴
jump scares; 一惊一乍; jump scare, cheap scares; 吓一跳, 突然吓人
slow burn; 慢节奏; slow*, slow paced, slow burning, slow cinema, atmospheric, quiet films*;
  节奏慢*, 缓慢*, 慢热
fast paced; 快节奏; fast paced action, edge of my seat, adrenaline, thrilling*, high octane,
  exciting*; 节奏快*, 刺激*, 紧张刺激*, 爽片, 热血*
dark humour; 黑色幽默; dark humor, black comedy, dark comedy, black humour, gallows humour,
  deadpan*; 黑色喜剧, 冷幽默
slapstick; 闹剧; goofy*, silly*, screwball, physical comedy, zany*; 无厘头, 恶搞, 沙雕
parody; 恶搞模仿; spoof, mockumentary, parodies; 恶搞片, 伪纪录片
stand-up comedy; 脱口秀; stand up, standup, stand up special, comedian; 单口喜剧, 喜剧演员
black and white; 黑白片; black and white film, b and w, monochrome; 黑白电影, 黑白
arthouse; 文艺片; art house, art film, auteur, experimental, avant garde; 文艺, 艺术片, 小众,
  实验电影
cult classics; 邪典; cult classic, cult film, cult movie, midnight movie, b movie, so bad it's
  good; 邪典电影, b级片, 烂片*
blockbusters; 大片*; blockbuster, big budget, tentpole, epic*; 商业大片, 史诗, 商业片, 爆米花电影
award winners; 获奖影片; oscar winner, oscar winning, award winning, oscars, academy award,
  cannes; 奥斯卡*, 获奖, 得奖, 戛纳, 金像奖
special effects; 特效; visual effects, cgi, spectacle, visually stunning, beautiful visuals;
  视觉效果, 画面美, 视觉震撼, 画面*
great dialogue; 对白精彩; dialogue driven, witty dialogue, talky, clever writing, witty*; 台词*,
  对白
ensemble cast; 群像; ensemble, interwoven stories, multiple storylines, anthology; 群戏, 多线叙事
single location; 密室; one location, locked room, one room, confined space, claustrophobic;
  单一场景, 封闭空间, 密闭空间
"""


def _row(line: str) -> Theme:
    name, zh, english, chinese = (" ".join(part.split()) for part in line.split(";"))
    words = [word.strip() for word in ",".join((name, zh, english, chinese)).split(",")]
    return Theme(
        name.rstrip("*"),
        zh.rstrip("*"),
        tuple(word.strip(" *") for word in english.split(",") if word.strip()),
        tuple(word.strip(" *") for word in chinese.split(",") if word.strip()),
        frozenset(word.rstrip("*") for word in words if word.endswith("*")),
    )


THEMES: tuple[Theme, ...] = tuple(_row(line) for line in re.split(r"\n(?! )", _ROWS.strip()))
"""Every theme, in a fixed order; labels are unique."""
