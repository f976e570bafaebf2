"""Shapes of the JSON answers. `/api/openapi.json` is made from them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kg.review import NOTE_LENGTH

Texts = dict[str, str]
"""One text per language of the interface: `ko`, `zh`, `en`."""

Names = dict[str, list[str]]
"""Names by language tag in lower case (`und` for none), the preferred one first."""

Mark = tuple[int, int, str]
"""Begin and end, in UTF-16 code units, and the IRI of the thing named there."""


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:  # JSON can escape half a character
        raise ValueError("not a text of whole characters") from error
    return text


Text = Annotated[str, AfterValidator(_encodable)]
"""A text that comes in as JSON."""


class Model(BaseModel):
    model_config = ConfigDict(frozen=True)


class Problem(Model):
    """What went wrong, and what to do."""

    error: str


class Ref(Model):
    """A thing by its preferred names."""

    iri: str
    cls: str
    names: Names


class Bulletin(Model):
    iri: str
    id: str
    title: str
    publisher: str | None
    issued: str | None


class ListedBulletin(Bulletin):
    articles: int


class Source(Model):
    """What an article refers to; `url` is null unless it is a sound http(s) address."""

    title: str
    url: str | None


class Article(Model):
    iri: str
    id: str
    title: str
    section: str
    day: str | None
    bulletin: Bulletin
    sources: list[Source]


class ListedArticle(Article):
    things: int
    facts: int


class Evidence(Model):
    """A sentence that states a fact; `marks` are where the names of its ends stand in it."""

    id: str
    quote: str
    rule: str
    marks: list[Mark]
    article: Article


class PlacedEvidence(Evidence):
    """Evidence with its place on the article's page: number of the paragraph, begin and end in UTF-16 code
    units; null where the place is outside the article's text.
    """

    paragraph: int | None
    begin: int | None
    end: int | None


class Verdict(Model):
    verdict: Literal["right", "wrong"]
    note: str


class Fact(Model):
    """A fact seen from one of its ends. `id` is the IRI of its assertion, null without documents."""

    id: str | None
    relation: str
    outgoing: bool
    other: Ref
    qualifiers: dict[str, str]
    confidence: float | None
    origin: Literal["documents", "background", "enrichment"]
    evidence: list[Evidence]
    review: Verdict | None


class ArticleFact(Fact):
    """A fact that an article states."""

    subject: Ref
    evidence: list[PlacedEvidence]  # type: ignore[assignment]


class Target(Model):
    """A quantified goal. `id` is the IRI of the assertion that ties it to its policy."""

    iri: str
    id: str
    metric: str
    value: str
    unit: str
    written: str
    year: str | None
    bound: str | None
    policy: Ref
    confidence: float | None
    evidence: list[Evidence]
    review: Verdict | None


class ArticleTarget(Target):
    evidence: list[PlacedEvidence]  # type: ignore[assignment]


class Moment(Model):
    """An entry of a timeline; `date` is a year, a month or a day. `other`: the other end of a fact."""

    date: str
    kind: Literal["policy", "report", "event", "target", "fact", "mention"]
    thing: Ref
    relation: str | None = None
    other: Ref | None = None
    id: str | None = None
    text: str
    article: Article | None


class Timeline(Model):
    """Entries by date; `more`: how many earlier ones are left out."""

    items: list[Moment]
    more: int


class LeftOut(Model):
    facts: int
    articles: int


class Thing(Ref):
    """The card of a thing. `more`: how much is left out."""

    links: list[str]
    identifiers: list[str]
    mentions: int
    articles: list[Article]
    facts: list[Fact]
    targets: list[Target]
    events: list[Moment]
    more: LeftOut


class Hit(Ref):
    """A thing found by name: the form that matched, and how."""

    matched: str
    how: Literal["exact", "prefix", "part", "initials"]
    mentions: int


class Hits(Model):
    hits: list[Hit]
    more: bool


class Connected(Ref):
    facts: int


class Summary(Model):
    counts: dict[str, int]
    facts: int
    articles: int
    bulletins: list[ListedBulletin]
    connected: list[Connected]


class ClassInfo(Model):
    labels: Texts
    group: int
    shape: str
    parents: list[str]


class GroupInfo(Model):
    labels: Texts
    light: str
    dark: str


class RelationInfo(Model):
    forward: Texts
    backward: Texts
    domain: list[str]
    range: list[str]


class PropertyInfo(Model):
    iri: str
    prefixed: str
    labels: Texts
    comment: Texts


class ParameterInfo(Model):
    name: str
    type: str
    default: str | None
    meaning: str


class QueryInfo(Model):
    """A named query; `group` is the heading it stands under."""

    name: str
    group: str
    ko: str
    en: str
    parameters: list[ParameterInfo]
    columns: list[str]
    text: str


class Limits(Model):
    seconds: float
    rows: int


class Vocabulary(Model):
    version: str
    texts: dict[str, Texts]
    languages: list[str]
    classes: dict[str, ClassInfo]
    groups: list[GroupInfo]
    relations: dict[str, RelationInfo]
    properties: list[PropertyInfo]
    prefixes: dict[str, str]
    queries: list[QueryInfo]
    sections: dict[str, Texts]
    review: bool
    limits: Limits


class NetworkThing(Ref):
    """A node: `degree` counts all facts of it in the graph, `x` and `y` is where it is drawn."""

    degree: int
    x: float
    y: float


class NetworkFact(Model):
    """An edge. `id` is null for what no document states."""

    id: str | None
    s: str
    p: str
    o: str
    confidence: float | None
    year: int | None
    modality: str | None
    origin: Literal["documents", "background", "enrichment"]
    evidence: list[Evidence]


class Network(Model):
    """`total`: how many things there were before the cut; `focus`: those asked for."""

    things: list[NetworkThing]
    facts: list[NetworkFact]
    total: int
    focus: list[str]


Cell = int | str | list[Ref] | Ref | None


class TableRow(Ref):
    cells: dict[str, Cell]


class Table(Model):
    columns: list[str]
    rows: list[TableRow]
    total: int


class Bulletins(Model):
    bulletins: list[ListedBulletin]
    total: int


class BulletinPage(Model):
    bulletin: ListedBulletin
    articles: list[ListedArticle]


class TextMark(Model):
    begin: int
    end: int
    thing: str


class Paragraph(Model):
    text: str
    marks: list[TextMark]


class ArticlePage(Model):
    article: Article
    previous: Article | None
    next: Article | None
    paragraphs: list[Paragraph]
    things: list[Ref]
    facts: list[ArticleFact]
    targets: list[ArticleTarget]


class JudgedFact(Model):
    """A verdict on a fact. Its ends are null where the present graph does not hold them."""

    fact: str
    verdict: Literal["right", "wrong"]
    note: str
    day: str
    subject: Ref | None
    relation: str
    object: Ref | None
    quote: str
    words: dict[str, str]


class Judging(Model):
    """A verdict to keep; null takes back the one there is."""

    fact: Text = Field(max_length=300)
    verdict: Literal["right", "wrong"] | None
    note: Text = Field(default="", max_length=NOTE_LENGTH)


class Judged(Model):
    """What the review file says of a fact now."""

    fact: str
    review: Verdict | None


class Drawn(Model):
    """What to export: things, and facts by the IRIs of their assertions."""

    things: list[Text] = Field(default=[], max_length=3000)
    facts: list[Text] = Field(default=[], max_length=10_000)
    format: Literal["turtle", "ntriples", "jsonld", "csv"] = "turtle"


class Judgements(Model):
    judgements: list[JudgedFact]


class Health(Model):
    status: Literal["ok"]
    version: str
    generation: str
    load: dict[str, int]
