"""Who pays how much for what, where nouns and the order of words tell it."""

from __future__ import annotations

import pytest
from extraction import document, prose

Sums = dict[tuple[str, str], str | None]


def sums(text: str) -> Sums:
    """Giver and recipient of each `funds` claim, with the sum as a plain number, None where there is none."""
    return {pair: q.get("amount") for pair, q in prose(text).qualifiers("funds").items()}


LAB = "쑹산호재료실험실"
CITY = "둥관시 정부"


@pytest.mark.parametrize(
    "text",
    [
        "쑹산호재료실험실에는 둥관시 정부의 지원금 2억 위안이 지급된다.",
        "쑹산호재료실험실은 올해 둥관시 정부 예산 2억 위안을 확보했다.",
        "쑹산호재료실험실 운영비 2억 위안은 둥관시 정부가 낸다.",
        "쑹산호재료실험실의 건설비는 2억 위안이며 둥관시 정부가 부담한다.",
        "둥관시 정부가 내놓은 2억 위안은 쑹산호재료실험실에 쓰인다.",
        "둥관시 정부가 쑹산호재료실험실에 지원하는 금액은 2억 위안이다.",
        "쑹산호재료실험실은 둥관시 정부가 2억 위안을 투자해 지었다.",
        "둥관시 정부가 2억 위안을 들여 쑹산호재료실험실을 건설했다.",
        "쑹산호재료실험실에 2억 위안 지원(둥관시 정부)",
        "□ 쑹산호재료실험실, 올해 예산 확정\n○ 둥관시 정부: 2억 위안",
        "□ 쑹산호재료실험실 착공\n○ (재원) 둥관시 정부 2억 위안",
        "□ 둥관시 정부, 실험실 지원금 교부\n○ 쑹산호재료실험실 2억 위안",
        "둥관시 정부는 쑹산호재료실험실에도 2억 위안을 지원했다.",
    ],
)
def test_one_giver_and_sum(text: str) -> None:
    assert sums(text) == {(CITY, LAB): "200000000"}


def test_each_sum_goes_with_the_name_beside_it() -> None:
    two = {("텐센트", "유니트리"): "300000000", ("알리바바", "유니트리"): "200000000"}
    assert sums("유니트리에는 텐센트 3억 위안, 알리바바 2억 위안 등 모두 5억 위안이 투입된다.") == two
    assert sums("유니트리는 텐센트가 3억 위안, 알리바바가 2억 위안을 출자했다.") == two


def test_sums_are_shared_out_in_the_order_of_names() -> None:
    two = {("국가자연과학기금위원회", "칭화대학"): "12000000", ("국가자연과학기금위원회", "베이징대학"): "9000000"}
    given = "국가자연과학기금위원회는 칭화대학과 베이징대학에 각각 1,200만 위안, 900만 위안을 배정하였다."
    taken = "칭화대학과 베이징대학은 국가자연과학기금위원회로부터 각각 1,200만 위안과 900만 위안을 지원받았다."
    assert {(s, o.removesuffix("교")): v for (s, o), v in sums(given).items()} == two
    assert {(s, o.removesuffix("교")): v for (s, o), v in sums(taken).items()} == two


def test_costs_that_several_share_leave_the_sum_of_each_open() -> None:
    text = "쑹산호재료실험실의 총사업비는 2억 위안이며 광둥성 정부와 둥관시 정부가 절반씩 낸다."
    assert sums(text) == {("광둥성 정부", LAB): None, (CITY, LAB): None}


def test_who_takes_part_in_a_round() -> None:
    text = "딥로보틱스가 5억 위안 규모의 B라운드를 마쳤다. 투자에는 텐센트와 비야디가 참여했다."
    assert sums(text) == {("텐센트", "딥로보틱스"): None, ("비야디", "딥로보틱스"): None}


def test_who_takes_part_in_the_round_that_the_line_above_names() -> None:
    text = "□ 유니트리, 5억 위안 규모의 시리즈 B 투자 유치\n○ 텐센트가 주도하고 비야디가 뒤따라 참여"
    assert sums(text) == {("텐센트", "유니트리"): None, ("비야디", "유니트리"): None}
    assert sums("유니트리가 시리즈 B 투자를 유치했다. 포럼에는 텐센트가 참여했다.") == {}


def test_the_topic_of_a_sentence_is_what_others_put_money_into() -> None:
    text = "유니트리는 항저우에 있다. 즈푸는 텐센트와 알리바바가 2019년 공동 출자해 설립했다."
    assert sums(text) == {("텐센트", "즈푸"): None, ("알리바바", "즈푸"): None}


def test_who_receives_gives_nothing_to_the_measure_by_which_it_does() -> None:
    text = "쑹산호재료실험실은 '신소재 지원조치'에 따라 둥관시 정부로부터 3,000만 위안을 지원받는다."
    assert sums(text) == {(CITY, LAB): "30000000"}


@pytest.mark.parametrize(
    "text",
    [
        "둥관시 정부는 ‘신소재 도약 사업’으로 쑹산호재료실험실에 2억 위안을 지원했다.",
        "쑹산호개발구에 시험동 개소, 둥관시 정부가 쑹산호재료실험실에 2억 위안 보조",
        "쑹산호재료실험실이 성과를 냈다. 둥관시 정부는 여기에 2억 위안을 보탰다.",
    ],
)
def test_what_is_paid_for_is_neither_the_means_nor_where_something_else_is(text: str) -> None:
    assert sums(text) == {(CITY, LAB): "200000000"}


def test_here_means_nothing_further_than_the_sentence_before() -> None:
    text = "쑹산호재료실험실이 성과를 냈다. 날씨가 맑았다. 둥관시 정부는 여기에 2억 위안을 보탰다."
    assert sums(text) == {}


def test_joint_investors_below_the_line_that_names_who_raises_money() -> None:
    text = "□ 유니트리, 시리즈 C 완료\n○ 텐센트·앤트그룹 공동 투자"
    assert sums(text) == {("텐센트", "유니트리"): None, ("앤트그룹", "유니트리"): None}


def test_a_programme_pays_those_chosen_for_it() -> None:
    text = "샹장실험실은 저장성 과학기술청의 ‘3첨 인재공정’에 선정되어 600만 위안을 받는다."
    assert sums(text) == {("3첨 인재공정", "샹장실험실"): "6000000", ("저장성 과학기술청", "샹장실험실"): "6000000"}


def test_rows_of_a_table_with_givers_and_sums() -> None:
    text = "표 1. 투자 현황\n기업\t투자자\t투자액(억 위안)\n유니트리\t텐센트\t7\n즈푸\t알리바바\t5"
    assert sums(text) == {("텐센트", "유니트리"): "700000000", ("알리바바", "즈푸"): "500000000"}


def test_who_leads_a_round_does_not_pay_all_of_it() -> None:
    text = "유니트리는 7억 위안의 시리즈 C 투자를 유치했으며 텐센트가 주도했다."
    assert sums(text) == {("텐센트", "유니트리"): None}


def test_what_lies_at_a_place_is_paid_for_and_not_the_place() -> None:
    text = "푸둥신구에 들어설 장장실험실 2기에는 상하이시 정부 예산 12억 위안이 투입된다."
    assert sums(text) == {("상하이시 정부", "장장실험실"): "1200000000"}


def test_what_another_one_builds_in_the_next_clause_is_not_paid_for() -> None:
    text = "저장성 정부는 항저우시에 10억 위안을 보냈고 알리바바는 클라우드 센터를 열었다."
    assert sums(text) == {("저장성 정부", "항저우시"): "1000000000"}


@pytest.mark.parametrize(
    "text",
    [
        "샤오미는 스마트폰 사업에 20억 위안을 투자하며 화웨이를 추격한다.",
        "화웨이가 5억 위안을 들여 지은 옥스혼 캠퍼스 옆에 쑹산호재료실험실이 있다.",
        "화웨이의 협력으로 칭화대학교는 2억 위안의 연구비를 절감했다.",
        "쑹산호재료실험실 운영비 2억 위안은 둥관시 정부가 내지 않는다.",
        "쑹산호재료실험실 관계자는 둥관시 정부 예산이 2억 위안 줄었다고 말했다.",
        "비야디의 지난해 연구개발 투자는 540억 위안으로 화웨이에 이어 두 번째로 많았다.",
        "샤오미는 화웨이에 특허료 3억 위안을 지급했다.",
        "둥관시 정부는 쑹산호재료실험실에 오는 박사에게 1인당 30만 위안의 정착금을 준다.",
        "창안자동차는 115억 위안을 들여 화웨이 자회사의 지분을 인수했다.",
        "둥관시의 로봇 산업 규모는 2,000억 위안이며 비야디가 쑹산호재료실험실과 협력한다.",
        "화웨이의 연구개발 투자 1,797억 위안은 비야디가 투자한 540억 위안보다 많다.",
        "선전시의 지난해 연구개발 투자는 2,000억 위안이며 펑청실험실이 연구를 이끈다.",
        "광둥성 재정 예산 3,000억 위안 가운데 5%가 과학기술 몫이고, 쑹산호재료실험실은 새 장비를 들였다.",
        "둥관시 정부가 3억 위안을 투입해 도로를 닦았고 쑹산호재료실험실은 그 옆에 있다.",
        "저장성 과학기술청은 기업당 최고 500만 위안을 지원하며, 유니트리가 대표 수혜 기업이다.",
        "텐센트가 2억 위안을 투자한 회사와 달리 유니트리는 외부 투자를 받지 않았다.",
        "만약 둥관시 정부가 쑹산호재료실험실에 2억 위안을 지원한다면 시설을 늘릴 수 있다.",
        "둥관시 정부는 쑹산호재료실험실에 2억 위안을 지원했을 것이다.",
    ],
)
def test_sums_that_nobody_gives(text: str) -> None:
    assert sums(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "쑹산호재료실험실이 새 장비를 들였다. 둥관시 정부는 이 실험실에 해마다 2억 위안의 운영비를 대고 있다.",
        "둥관시 정부는 쑹산호재료실험실에 매년 2억 위안을 지원한다.",
        "둥관시 정부는 쑹산호재료실험실 2단계 사업에 2억 위안의 저리 대출을 승인했다.",
        "둥관시 정부는 쑹산호재료실험실에 2억 위안의 보조금을 확정했다.",
    ],
)
def test_sums_of_each_year_and_granted_loans(text: str) -> None:
    assert sums(text) == {(CITY, LAB): "200000000"}


@pytest.mark.parametrize(
    "text",
    [
        "쑹산호재료실험실은 5억 위안짜리 장비를 칭화대학교에 빌려줬다.",
        "쑹산호재료실험실은 칭화대학교에 5억 위안어치의 시료를 제공했다.",
        "둥관시 정부는 기업마다 500만 위안을 쑹산호재료실험실에 지원한다.",
    ],
)
def test_what_a_thing_is_worth_and_what_each_one_gets_is_no_gift(text: str) -> None:
    assert not any(sums(text).values())


OTHER = "광둥성 정부"


@pytest.mark.parametrize(
    "text",
    [
        "광둥성 정부 3억 위안, 둥관시 정부 2억 위안을 출연한 쑹산호재료실험실은 내년 장비를 들여온다.",
        "광둥성 정부가 3억 위안, 둥관시 정부가 2억 위안을 출연한 쑹산호재료실험실이 문을 열었다.",
        "쑹산호재료실험실은 광둥성 정부로부터 3억 위안, 둥관시 정부로부터 2억 위안을 유치했다.",
        "광둥성 정부와 둥관시 정부는 쑹산호재료실험실에 각각 3억 위안과 2억 위안을 낸다.",
    ],
)
def test_each_of_several_gives_a_sum_of_its_own(text: str) -> None:
    assert sums(text) == {(OTHER, LAB): "300000000", (CITY, LAB): "200000000"}


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("둥관시 정부는 쑹산호재료실험실의 중간시험 라인에 2억 위안을 투입한다.", {(CITY, LAB): "200000000"}),
        (
            "화웨이는 둥관경제기술개발구에 쑹산호재료실험실을 짓는 데 2억 위안을 쏟아붓고 있다.",
            {("화웨이", LAB): "200000000"},
        ),
        (
            "화웨이가 2억 위안을 들여 둥관이공대학교에 ‘둥관 소재센터’를 세웠다.",
            {("화웨이", "둥관 소재센터"): "200000000"},
        ),
    ],
)
def test_for_what_a_sum_is_given(text: str, given: Sums) -> None:
    assert sums(text) == given


ROUND = "〈샤오펑 증자 참여 현황〉\n\n| 투자자 | 출자액 |\n|---|---|\n| 화웨이 | 3억 위안 |\n| 텐센트 | 2억 위안 |\n"


def test_a_caption_names_what_the_investors_of_a_table_pay_for() -> None:
    def raised(text: str) -> Sums:
        found = document(f"# 새 소식\n\n{text}").qualifiers("funds")
        return {pair: q.get("amount") for pair, q in found.items()}

    assert raised(ROUND) == {("화웨이", "샤오펑"): "300000000", ("텐센트", "샤오펑"): "200000000"}
    assert not raised(ROUND.replace("증자 참여", "거래처"))
    assert not raised(ROUND.replace("증자 참여", "증자 참여 철회"))
    assert not raised(ROUND.replace("샤오펑", "샤오펑·비야디"))


def test_a_cell_may_state_the_sum_behind_the_name() -> None:
    table = "| 사업명 | 재원 |\n|---|---|\n| 쑹산호재료실험실 | 둥관시 정부 2억 위안 |\n"
    found = document(f"# 새 소식\n\n〈표〉\n\n{table}").qualifiers("funds")
    assert {pair: q.get("amount") for pair, q in found.items()} == {(CITY, LAB): "200000000"}


@pytest.mark.parametrize(
    "text",
    [
        "샤오펑은 텐센트가 주도한 10억 달러 규모의 투자 유치를 마쳤다.",
        "샤오펑이 텐센트 주도로 10억 달러를 유치했다.",
        "샤오펑의 이번 투자는 텐센트가 이끌었다.",
        "텐센트가 참여한 샤오펑의 시리즈 B 투자가 마무리됐다.",
    ],
)
def test_who_leads_or_joins_a_round_pays_whoever_raises(text: str) -> None:
    assert set(sums(text)) == {("텐센트", "샤오펑")}


@pytest.mark.parametrize(
    "text",
    [
        "샤오펑은 텐센트가 주도한 포럼에서 10억 달러의 목표를 밝혔다.",
        "텐센트가 참여한 연구에서 샤오펑의 칩이 쓰였다.",
        "둥관시 정부는 텐센트가 주도한 투자 유치를 반겼다.",
    ],
)
def test_who_leads_something_else_pays_nobody(text: str) -> None:
    assert not sums(text)


def test_sums_in_brackets_go_with_the_names_before_them() -> None:
    text = "둥관시 정부는 쑹산호재료실험실(3억 위안), 칭화대학교(2억 위안)에 연구비를 지원했다."
    assert sums(text) == {(CITY, LAB): "300000000", (CITY, "칭화대학교"): "200000000"}


def test_who_pays_for_what_the_line_says_is_opened() -> None:
    text = "(칭화대학교) 둥관시에 ‘구름 소재센터’ 설립, 둥관시 정부가 3년간 2억 위안 보조"
    assert sums(text) == {(CITY, "구름 소재센터"): "200000000"}
    assert sums("둥관시 정부가 ‘구름 소재센터’를 설립하고 칭화대학교에 2억 위안을 보조") == {
        (CITY, "칭화대학교"): "200000000"
    }


def test_both_bodies_are_those_that_act_together() -> None:
    text = (
        "둥관시 정부는 텐센트와 함께 쑹산호재료실험실을 운영해 왔으며, 두 기관은 해마다 2억 위안을 이 실험실에 보탠다."
    )
    assert sums(text) == {(CITY, LAB): "200000000", ("텐센트", LAB): "200000000"}


MATERIALS = "쯔진산실험실"
WIND = "해상 풍력 실증 프로젝트"


@pytest.mark.parametrize(
    "text",
    [
        f"둥관시 정부는 {LAB} 2억 위안, {MATERIALS} 1억 위안을 각각 배정했다.",
        f"둥관시 정부는 {LAB} 2억 위안, {MATERIALS} 1억 위안 등 모두 3억 위안을 지원했다.",
        f"<표> 둥관시 정부 지원 내역(단위: 억 위안)\n기관\t지원액\n{LAB}\t2\n{MATERIALS}\t1",
    ],
)
def test_lists_of_those_who_are_given_sums(text: str) -> None:
    assert sums(text) == {(CITY, LAB): "200000000", (CITY, MATERIALS): "100000000"}


@pytest.mark.parametrize(
    "text",
    [
        f"‘{WIND}’의 사업비는 총 30억 위안(둥관시 정부 10억 위안, 텐센트 20억 위안)이다.",
        f"‘{WIND}’에는 총 30억 위안(둥관시 정부 10억, 텐센트 20억)이 투입된다.",
        f"둥관시 정부가 출연한 10억 위안과 텐센트가 출연한 20억 위안으로 ‘{WIND}’가 운영된다.",
    ],
)
def test_shares_of_a_sum(text: str) -> None:
    assert sums(text) == {(CITY, WIND): "1000000000", ("텐센트", WIND): "2000000000"}


def test_sums_of_several_years() -> None:
    read = prose(f"둥관시 정부는 {LAB}에 2023년 1억 위안, 2024년 2억 위안을 지원했다.")
    given = [dict(seen.claim.qualifiers)["amount"] for seen in read.record.claims if seen.claim.predicate == "funds"]
    assert sorted(given) == ["100000000", "200000000"]


@pytest.mark.parametrize(
    "text",
    [
        f"둥관시 정부의 2억 위안 지원으로 {LAB}이 새 장비를 들였다.",
        f"{LAB}의 예산은 5억 위안이다. 이 중 2억 위안을 둥관시 정부가 부담하고 나머지는 나중에 정한다.",
        f"둥관시 정부는 {LAB} 몫으로 2억 위안을 떼어 두었다.",
        f"둥관시 정부는 {LAB}에 2억 위안을 보조키로 했다.",
        f"{LAB}은 둥관시 정부 등으로부터 2억 위안을 지원받았다.",
        f"둥관시 정부는 둥관 쑹산호첨단기술개발구에 들어설 {LAB}을 위해 2억 위안을 내놓았다.",
    ],
)
def test_more_ways_to_say_who_gives(text: str) -> None:
    assert sums(text) == {(CITY, LAB): "200000000"}


def test_rounds_that_one_joins_and_pays_into() -> None:
    assert sums("텐센트는 유니트리의 증자에 참여해 3억 위안을 납입했다.") == {("텐센트", "유니트리"): "300000000"}
    two = {("텐센트", "유니트리"): "300000000", ("텐센트", "비야디"): "200000000"}
    assert sums("텐센트는 유니트리, 비야디 두 곳의 증자에 들어가 각각 3억 위안과 2억 위안을 납입했다.") == two


def test_what_givers_found_with_their_money() -> None:
    text = "샤먼대학과 텐센트가 출자해 ‘파도 데이터 연구원’을 세웠다."
    assert sums(text) == {("샤먼대학", "파도 데이터 연구원"): None, ("텐센트", "파도 데이터 연구원"): None}


@pytest.mark.parametrize(
    "text",
    [
        f"둥관시 정부는 {LAB}에 내려보낼 예정이던 2억 위안의 집행을 보류했다.",
        "‘산골 대출 프로그램’에 따라 중국공상은행은 2억 위안을 빌려주기로 했다.",  # the rule gives nothing
        f"둥관시 정부는 {LAB} 부지 2곳, {MATERIALS} 부지 1곳을 매각해 3억 위안을 마련했다.",
    ],
)
def test_rules_and_what_was_once_planned_give_nothing(text: str) -> None:
    assert sums(text) == {}


def test_tables_whose_columns_bars_divide() -> None:
    rows = "피투자기업 | 투자자 | 금액 | 시점\n유니트리 | 텐센트 | 7억 위안 | 8월\n즈푸 | 알리바바 | 5억 위안 | 9월"
    two = {("텐센트", "유니트리"): "700000000", ("알리바바", "즈푸"): "500000000"}
    assert sums(f"주요 거래는 표로 갈음한다.\n\n  {rows}") == two


def test_tables_of_givers_that_the_text_before_announces() -> None:
    text = (
        "국가집적회로산업투자기금 3기 주식유한공사가 베이징에서 설립되었다. 주요 출자자는 아래와 같다.\n\n"
        "출자자 | 출자액(억 위안) | 지분율\n재정부 | 600 | 17.4%\n중국은행 | 215 | 6.3%"
    )
    fund = "국가집적회로산업투자기금 3기"
    assert sums(text) == {("재정부", fund): "60000000000", ("중국은행", fund): "21500000000"}


@pytest.mark.parametrize(
    ("text", "given"),
    [
        (
            "국가개발은행: ‘해상 풍력 실증 프로젝트’에 21억 위안 대출",
            {("국가개발은행", WIND): "2100000000"},
        ),
        (
            "유니트리(宇樹科技): 7월 A라운드에서 50억 위안을 조달. 알리바바, 텐센트가 투자자로 이름을 올림",
            {("알리바바", "유니트리"): None, ("텐센트", "유니트리"): None},
        ),
        ("닝보의 동방이공대학은 위런룽교육기금회가 지원한다.", {("위런룽교육기금회", "동방이공대학"): None}),
        (
            "중국공상은행은 이 재대출을 활용해 유니트리에 3억 위안을, 중국은행은 비야디에 5억 위안을 빌려주었다.",
            {("중국공상은행", "유니트리"): "300000000", ("중국은행", "비야디"): "500000000"},
        ),
        (
            "‘파도 합동기금’이 출범했다. 올해 분담액은 둥관시 정부 3천만 위안, 광둥성 정부 2천만 위안이다.",
            {(CITY, "파도 합동기금"): "30000000", (OTHER, "파도 합동기금"): "20000000"},
        ),
    ],
)
def test_notes_of_money_letters(text: str, given: Sums) -> None:
    assert sums(text) == given


def test_support_without_a_sum_is_funding_by_foundations_alone() -> None:
    assert sums(f"{LAB}은 둥관시 정부가 지원한다.") == {}


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("허난성은 인재 양성에 5억 위안을 쓰고, 정저우에 ‘소재 혁신센터’를 둔다.", {}),
        (
            "허난성은 ‘황허 소재 혁신센터’ 건설에 5억 위안을 투입하고, 뤄양에 ‘축전 실험실’을 둔다.",
            {("허난성", "황허 소재 혁신센터"): "500000000"},
        ),
        ("허난성은 5억 위안을 들여 ‘황허 소재 혁신센터’를 짓는다.", {("허난성", "황허 소재 혁신센터"): "500000000"}),
    ],
)
def test_what_the_next_clause_speaks_of_is_not_paid_for_with_the_sum_of_this_one(text: str, given: Sums) -> None:
    assert sums(text) == given
