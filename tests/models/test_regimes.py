"""A pair's regimes in real time: what each day knew, and how the finding, the section and the command tell it."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from rotascope import Question, answer, brief
from rotascope.errors import DataError, UsageError
from rotascope.models.regime_probability import _triggers, regime_probability
from rotascope.models.regime_tests import RegimeTests
from rotascope.models.regimes import real_time_regimes
from rotascope.pairs import Pair, parse_subject
from tests.cli.running import run
from tests.measures.hand import embedded

if TYPE_CHECKING:
    from rotascope import Market


@pytest.fixture(scope="module")
def vintage() -> Market:
    return embedded()


def of(market: Market, name: str) -> Pair:
    pair = parse_subject(name, market)
    assert isinstance(pair, Pair)
    return pair


def test_a_later_day_leaves_earlier_days_as_they_were(vintage: Market) -> None:
    pair = of(vintage, "IWM/SPY")
    then, now = (real_time_regimes(vintage.as_of(day), pair) for day in ("2002-03-28", "2002-06-28"))
    assert len(then.days) < len(now.days)
    np.testing.assert_array_equal(now.probabilities[: len(then.days)], then.probabilities)
    np.testing.assert_array_equal(now.refits[: len(then.refits)], then.refits)
    assert np.isnan(now.probabilities[:251]).all()
    np.testing.assert_allclose(now.probabilities[251:].sum(axis=1), 1, atol=1e-12)
    assert (np.diff(now.variances, axis=1) > 0).all()


def test_a_pair_by_month_takes_months(vintage: Market) -> None:
    french = "french:size_book_market_25:"
    pair = of(vintage, f"{french}SMALL HiBM/{french}BIG LoBM")
    found = real_time_regimes(vintage.as_of("1945-06-29"), pair)
    assert found.a_year == 12
    assert found.refits.tolist()[:3] == [60, 61, 62]


def test_what_is_kept_is_read_without_the_compiler(vintage: Market) -> None:
    """The second answer is a read: it imports neither numba nor scipy."""
    question = Question("regime_probability", "IWM/SPY", as_of="2002-03-28")
    first = answer(question, vintage)
    script = (
        "import sys; from rotascope import Market, Question, answer;"
        "found = answer(Question('regime_probability', 'IWM/SPY', as_of='2002-03-28'), Market.open());"
        "print(found.value, [name for name in ('numba', 'scipy', 'pandas') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == f"{first.value} []"


def test_schedules_that_cannot_be_are_refused(vintage: Market) -> None:
    pair, panel = of(vintage, "IWM/SPY"), vintage.as_of("2002-03-28")
    for params in ({"window": 60}, {"every": 5}):
        with pytest.raises(UsageError, match="or more"):
            real_time_regimes(panel, pair, **params)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="the first fit needs 252"):
        real_time_regimes(vintage.as_of("2000-12-29"), pair)


@pytest.mark.parametrize("means", [(0.0, 0.0), (0.1, -0.2)])
@pytest.mark.parametrize("chance", [0.05, 0.4, 0.9])
def test_triggers_are_where_the_regimes_are_as_likely(means: Any, chance: float) -> None:
    variances = np.array([0.25, 1.0])
    chances = np.array([1 - chance, chance])
    found = _triggers(chances, np.array(means), variances)

    def volatile(spread: float) -> float:
        weights = chances * np.exp(-((spread - np.array(means)) ** 2) / (2 * variances)) / np.sqrt(variances)
        return float(weights[1] / weights.sum())

    if found is None:
        assert min(volatile(spread) for spread in np.linspace(-3, 3, 601)) >= 0.5
        return
    for side, beyond in (("lower", -0.01), ("upper", 0.01)):
        assert volatile(found[side]) == pytest.approx(0.5)
        assert volatile(found[side] + beyond) > 0.5
    assert volatile((found["lower"] + found["upper"]) / 2) < 0.5


def test_the_sentence_names_what_the_regimes_are(vintage: Market) -> None:
    found = answer(Question("regime_probability", "IWM/SPY", as_of="2026-01-14"), vintage)
    assert found.detail["kind"] == "volatility regime"
    assert "a volatility regime" in found.text
    assert "cannot be told from zero" in found.text
    detail: Any = found.detail
    assert len(detail["series"]["date"]) <= 1500
    assert detail["series"]["value"][-1] == pytest.approx(found.value, abs=1e-6)
    apart = answer(Question("regime_probability", "small/mega", as_of="2026-01-14"), vintage)
    assert apart.detail["kind"] == "mean regime"
    assert "the regime that favours IWM" in apart.text


def test_the_gap_is_that_of_the_means_shown(vintage: Market) -> None:
    """A short pair whose likelihood has peaks of like height: a fresh fit may stand on another than the walk's."""
    for name in ("equal/cap_market", "IWM/SPY"):
        detail: Any = answer(Question("regime_probability", name, as_of="2026-01-14"), vintage).detail
        assert detail["gap"]["value"] == pytest.approx(abs(detail["means"][1] - detail["means"][0]), rel=1e-9)
        assert detail["converged"]


@pytest.mark.parametrize(
    ("lower", "upper", "p_value", "apart"),
    [
        (0.1, 0.3, 0.05, True),
        (0.1, 0.3, 0.06, False),
        (-0.1, 0.3, 0.01, False),
        (np.nan, np.nan, 0.01, False),
    ],
)
def test_means_are_apart_by_both_tests(lower: float, upper: float, p_value: float, apart: bool) -> None:
    assert RegimeTests(0.2, lower, upper, 0.01, p_value, True).apart == apart


def test_horizons_that_cannot_be_are_refused(vintage: Market) -> None:
    panel, pair = vintage.as_of("2002-03-28"), of(vintage, "IWM/SPY")
    with pytest.raises(UsageError, match="horizon 0 must be"):
        regime_probability(panel, pair, horizon=0)
    steps = len(real_time_regimes(panel, pair).spread)
    assert regime_probability(panel, pair, horizon=steps).detail["ahead"]
    with pytest.raises(DataError, match=f"horizon {steps + 1} is longer than the history of IWM/SPY, {steps} ses"):
        regime_probability(panel, pair, horizon=steps + 1)
    assert run("regime", "IWM/SPY", "--model", "jump", "--horizon", "5").code == 2


def test_the_spread_ahead_is_that_of_every_path_of_regimes(vintage: Market) -> None:
    """All 2^6 paths of five further steps, each with its chance, its mean and its variance."""
    detail: Any = answer(
        Question("regime_probability", "IWM/SPY", as_of="2026-01-14", params={"horizon": 5}), vintage
    ).detail
    leave = 1 / np.array(detail["expected_durations"])
    move = np.array([[1 - leave[0], leave[0]], [leave[1], 1 - leave[1]]])
    volatile, means, sigma = detail["volatile_probability"], np.array(detail["means"]), np.array(detail["sigma"])
    chance, mean, square = [], [], []
    for path in product((0, 1), repeat=6):
        states = np.array(path)
        chance.append(volatile ** path[0] * (1 - volatile) ** (1 - path[0]) * move[states[:-1], states[1:]].prod())
        mean.append(means[states[1:]].sum())
        square.append((sigma[states[1:]] ** 2).sum() + mean[-1] ** 2)
    assert sum(chance) == pytest.approx(1)
    expected = float(np.dot(chance, mean))
    assert detail["ahead"]["spread_mean"] == pytest.approx(expected)
    assert detail["ahead"]["spread_deviation"] == pytest.approx((np.dot(chance, square) - expected**2) ** 0.5)
    ends = [one for one, path in zip(chance, product((0, 1), repeat=6), strict=True) if path[-1]]
    assert detail["ahead"]["probability"] == pytest.approx(sum(ends))


def test_visits_of_a_day_or_two_are_called_that(vintage: Market) -> None:
    """Jumps on the days of results look like a regime that lasts two sessions."""
    found = answer(Question("regime_probability", "META/NVDA", as_of="2026-01-14"), vintage)
    assert "Visits to it last 2 sessions on average" in found.text
    assert "single sessions of large moves rather than a state that lasts" in found.text


def test_pairs_by_month_look_ahead_in_months() -> None:
    made = brief("small/large_since_1926", as_of="2026-01-14", sections=["regime"]).sections[0]
    assert any(sentence.text.startswith("In 1 month the probability") for sentence in made.sentences)


def test_the_command_shows_what_the_question_answers(vintage: Market) -> None:
    ran = run("regime", "IWM/SPY", "--as-of", "2026-01-14", "--json")
    data = json.loads(ran.out)
    assert data["value"] == answer(Question("regime_probability", "IWM/SPY", as_of="2026-01-14"), vintage).value
    shown = run("regime", "IWM/SPY", "--as-of", "2026-01-14")
    assert "volatile" in shown.out
    assert data["id"] in shown.out
    assert run("regime", "IWM/SPY", "--model", "tarot").code == 2
    assert run("regime", "IWM").code == 2
    assert run("regime", "IWM/SPY", "--as-of", "2000-12-29").code == 1


def test_the_section_says_what_would_change_the_answer(vintage: Market) -> None:
    made = brief("IWM/SPY", as_of="2026-01-14", sections=["regime"]).sections[0]
    text = " ".join(sentence.text for sentence in made.sentences)
    assert "becomes the likelier one if IWM beats SPY by more than 1.4 points" in text
    assert "Against chance" in text
    assert [chart.id for chart in made.charts] == ["regime"]
    early = brief("IWM/SPY", as_of="2000-12-29", sections=["regime"]).sections[0]
    assert "a regime" in early.missing[0]


@pytest.mark.parametrize(
    ("lower", "upper", "p_value", "hair"),
    [
        (0.1, 0.3, 0.05, True),
        (0.1, 0.3, 0.01, False),
        (0.001, 0.2, 0.01, True),
        (-0.001, 0.2, 0.05, True),
        (-0.1, 0.3, 0.05, False),
        (-0.1, 0.3, 0.6, False),
    ],
)
def test_verdicts_by_a_hair_are_told(lower: float, upper: float, p_value: float, hair: bool) -> None:
    assert RegimeTests(0.2, lower, upper, 0.01, p_value, True).by_a_hair == hair
