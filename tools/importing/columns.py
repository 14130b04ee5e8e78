"""Which column of a file holds which field: names in English and Chinese, and a person's own word.

Knows names of columns and of fields within them; knows nothing of rows, items or events.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from penchant.memory.errors import BadInput


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


ITEM_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": _each(
        "item_id itemid id sku asin parent_asin product_id productid movie_id movieid film_id"
        " book_id article_id content_id isbn isbn13 imdb_id goods_id spu_id uid 商品编号 商品id"
        " 编号 产品编号 商品编码 商品货号 货号 物品id 影片id 电影id 书号"
    ),
    "title": _each(
        "title name product_name product_title item_name item_title movie_title film_title"
        " book_title primary_title headline product 标题 名称 商品名 商品名称 产品名 产品名称 片名"
        " 电影名 电影名称 书名 品名"
    ),
    "description": _each(
        "description long_description product_description text body content summary overview"
        " abstract plot synopsis details about short_description 描述 简介 内容 详情 介绍 商品描述"
        " 商品简介 商品详情 剧情简介"
    ),
    "categories": _each(
        "category categories genre genres style styles department main_category sub_category"
        " subcategory category_name product_type product_category section topic listed_in 类别 类型"
        " 分类 品类 类目 题材 商品分类 商品类别 商品类目 产品分类 产品类别"
    ),
    "tags": _each("tags tag keywords keyword labels 标签 关键词 关键字"),
    "people": _each(
        "brand brand_name author authors cast actors actor stars starring people director directors"
        " artist artists writer manufacturer vendor maker publisher creator store 品牌 作者 演员"
        " 主演 导演 厂商 歌手 出版社"
    ),
    "price": _each(
        "price sale_price selling_price current_price final_price list_price unit_price"
        " retail_price actual_price discounted_price amount cost 价格 售价 现价 单价 价钱 定价"
        " 销售价 销售价格 商品价格 零售价"
    ),
    "stock": _each(
        "stock stock_quantity stock_level stock_qty in_stock inventory inventory_quantity"
        " inventory_qty qty_available quantity_available availability stock_status 库存 库存量"
        " 库存数量 可售库存 现货 库存状态"
    ),
    "available_from": _each(
        "available_from available_since availability_date on_sale_from valid_from 上架时间 上架日期"
        " 开售时间 开售日期 生效时间"
    ),
    "available_until": _each(
        "available_until available_to expires expires_at expiry expiry_date expiration_date"
        " valid_until valid_to on_sale_until 下架时间 下架日期 停售时间 停售日期 失效时间 截止日期"
    ),
    "year": _each(
        "year release_year start_year publication_year published_year release_date published"
        " publication_date publish_date published_at date 年份 年代 上映年份 年 上映日期 日期"
        " 出版年 发布日期 出版日期 launch_date launched"
    ),
    "url": _each("url link href product_url page_url item_url 链接 网址 商品链接"),
    "image": _each(
        "image images img image_url img_url image_link thumbnail picture poster poster_path"
        " cover photo 图片 封面 海报 图片链接 缩略图"
    ),
    "prior": _each(
        "prior rating_number ratings_count rating_count num_ratings number_of_ratings no_of_ratings"
        " review_count reviews_count num_reviews vote_count num_votes votes sold sales 评论数"
        " 评价数 评分人数 销量"
    ),
}
"""Fields of an item and the column names that mean them, the surest first."""

EVENT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "user": _each(
        "user_id userid uid user user_name username customer_id customerid customer client_id"
        " visitor_id visitorid visitor person_id personid person account_id member_id reviewer_id"
        " reviewerid author_id session_user 用户id 用户编号 用户 顾客 会员id 会员 客户id 客户"
    ),
    "item": _each(
        "item_id itemid product_id productid movie_id movieid film_id asin parent_asin sku"
        " content_id contentid article_id book_id isbn item movie film product title name"
        " item_title movie_title product_name product_title item_name 商品id 商品编号 物品id 商品"
        " 物品 产品 电影 影片 标题 片名 书名 名称"
    ),
    "kind": _each(
        "kind event_type eventtype event_name action_type behavior_type interaction_type event type"
        " action behavior behaviour interaction activity 行为 行为类型 事件 事件类型 动作 类型 操作"
    ),
    "value": _each("value rating score stars overall weight review_rating 评分 分数 值 打分 星级"),
    "time": _each(
        "time timestamp occurred_at datetime date created_at event_time eventtime ts time_stamp"
        " unix_review_time unixreviewtime rated_at purchased_at viewed_at order_date purchase_date"
        " when at 时间 时间戳 日期 发生时间 创建时间"
    ),
    "dwell": _each(
        "dwell dwell_time dwell_seconds duration duration_seconds seconds time_spent"
        " 停留时间 停留时长 停留 时长"
    ),
    "reason": _each("reason dismiss_reason dismissal_reason 原因 理由"),
    "id": _each("event_id eventid id order_id review_id 事件id 订单号"),
    "text": _each("review_text review comment text review_body reviewtext 评论 评价 内容"),
}
"""Fields of an event and the column names that mean them, the surest first."""

LIKES_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": _each(
        "item_id itemid product_id productid movie_id movieid film_id book_id article_id content_id"
        " asin parent_asin sku isbn isbn13 const imdb_id tconst id 商品编号 商品id 物品id 电影id"
        " 影片id 书号 编号"
    ),
    "title": _each(
        "title name item item_title item_name movie movie_title film film_title book book_title"
        " product product_title product_name original_title 标题 名称 片名 电影 电影名 书名"
        " 商品名称"
    ),
    "year": _each("year release_year original_publication_year start_year 年份 上映年份 年"),
    "value": _each(
        "your_rating my_rating user_rating rating score stars value 我的评分 个人评分 评分 打分"
        " 星级"
    ),
    "time": _each(
        "date_rated rated_at watched_date date_watched date_read date_added watched_at liked_at"
        " date time timestamp created_at 时间 日期 评分日期 标记日期 创建时间"
    ),
}
"""Fields of what one person likes and the column names that mean them, the surest first. In exports
of other services, what everybody thinks of an item stands beside the person's own rating.
"""

UNITED = frozenset({"categories", "tags", "people"})
"""Fields that take the values of every column that means them; the others take the surest."""

WRAPPERS = frozenset(
    _each(
        "product item movie film book article content data attributes attrs fields field details"
        " detail info information meta metadata properties props node source record document basic"
        " general core event action object 商品 产品 物品 影片 电影 书 信息 基本信息 详情"
    )
)
"""Objects that are the record itself: what they hold goes by its own name (``product.name``)."""

_TEXTS = frozenset(_each("text value name default en en_us en_gb zh zh_cn"))
"""Fields of an object that is a text, such as one in several languages."""

_NAMED_IN_ERRORS = 40


def recognise(
    columns: Sequence[str],
    known: Mapping[str, tuple[str, ...]],
    mapping: Mapping[str, str] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Field -> the columns that hold it, for the fields of ``known`` that ``columns`` have.

    A column may be a path such as ``product.name``. ``mapping`` (field -> column, several separated
    by commas) goes before any name found by itself. Raises BadInput for a field or a column that
    does not exist, naming those that do.
    """
    chosen = _mapped(columns, known, mapping or {})
    taken = {column for found in chosen.values() for column in found}
    plain = _by_plain_name(columns)
    for field, names in known.items():
        if field in chosen:
            continue
        found: list[str] = []
        for name in names:
            column = plain.get(name)
            if column is None or (field == "description" and _is_object(column, columns)):
                continue
            if not any(_within(column, one) for one in (*taken, *found)):
                found.append(column)
        if found:
            chosen[field] = tuple(found if field in UNITED else found[:1])
            taken.update(chosen[field])
    return {field: chosen[field] for field in known if field in chosen}


def unused(columns: Sequence[str], chosen: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The columns, without paths into them, that no field was read from, not even in part."""
    used = [column for found in chosen.values() for column in found]
    return tuple(
        column
        for column in columns
        if not any(_within(one, column) or _within(column, one) for one in used)
        and not any(_within(column, other) for other in columns if other != column)
    )


def named(columns: Sequence[str]) -> str:
    """The columns as they are listed in a message."""
    more = len(columns) - _NAMED_IN_ERRORS
    listed = ", ".join(columns[:_NAMED_IN_ERRORS])
    return f"{listed} and {more} more" if more > 0 else listed


def plain_name(column: str) -> str:
    """``column`` in lower case with underscores: ``productName`` and ``Product Name`` are one.

    >>> plain_name("productName"), plain_name(" Product-Name "), plain_name("ASIN")
    ('product_name', 'product_name', 'asin')
    """
    text = unicodedata.normalize("NFKC", column).strip().lstrip("\ufeff")
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    return re.sub(r"[\s_\-./:]+", "_", text).strip("_").casefold()


def _within(column: str, other: str) -> bool:
    """Whether ``column`` is ``other`` or a path into it."""
    return column == other or column.startswith(other + ".")


def _is_object(column: str, columns: Sequence[str]) -> bool:
    """Whether there are fields within ``column``, and none that may be its text."""
    within = [other[len(column) + 1 :] for other in columns if other.startswith(column + ".")]
    return bool(within) and not _TEXTS & {plain_name(name) for name in within}


def _by_plain_name(columns: Sequence[str]) -> dict[str, str]:
    """Plain name -> column: whole names first, then what wrappers hold, the less deep first."""
    plain: dict[str, str] = {}
    for column in columns:
        plain.setdefault(plain_name(column), column)
    for column in sorted(columns, key=lambda column: column.count(".")):
        *around, last = column.split(".")
        if around and all(plain_name(part) in WRAPPERS for part in around):
            plain.setdefault(plain_name(last), column)
    return plain


def _mapped(
    columns: Sequence[str], known: Iterable[str], mapping: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    plain = {plain_name(column): column for column in reversed(columns)}
    for field, names in mapping.items():
        if field not in known:
            raise BadInput(f"there is no field {field!r}; there are {', '.join(known)}")
        found = []
        for name in [names] if names in columns else names.split(","):
            column = name if name in columns else plain.get(plain_name(name))
            if column is None:
                raise BadInput(
                    f"there is no column {name.strip()!r} for {field}; there are {named(columns)}"
                )
            found.append(column)
        chosen[field] = tuple(found)
    return chosen
