"""Links: the arm, time and scale of a fact, and what a P value speaks of."""

from __future__ import annotations

import time

import trialfacts
from trialfacts.document import read_text
from trialfacts.facts import DocumentFacts, Estimate, Measurement, Proportion, PValue, SampleSize, Scale
from trialfacts.links import arm_key, link


def linked(text, *facts):
    """The facts, each placed where its quote first stands after the one before it, and linked."""
    at = 0
    for fact in facts:
        at = text.index(fact.quote, at)
        fact.start, fact.end = at, at + len(fact.quote)
        at = fact.end
    out = DocumentFacts(doc_id="a", facts=list(facts))
    link(read_text(text), out)
    return out


def share(quote, outcome=None, group=None):
    return Proportion(quote=quote, outcome=outcome, percent=float(quote.strip("%")), group=group)


def score(quote, measure=None, group=None, at=None):
    return Measurement(quote=quote, value=float(quote), measure=measure, group=group, time=at)


def p(quote, **fields):
    return PValue(quote=quote, value=0.01, **fields)


def arm(quote, n, group):
    return SampleSize(quote=quote, n=n, role="arm", group=group)


def about(document):
    """What each P value speaks of, in quotes."""
    quotes = {fact.id: fact.quote for fact in document.facts}
    return [[quotes[one] for one in fact.links.get("about", ())] for fact in document.facts if isinstance(fact, PValue)]


# Arms and times.


def test_spellings_of_an_arm():
    assert arm_key("the zidolol group") == arm_key("Zidolol") == arm_key("zidolol\narm") == "zidolol"
    assert arm_key("placebo-treated patients") == "placebo"


def test_facts_point_to_their_arms():
    text = "The zidolol group (n = 24) or the placebo group (n = 18). Relapse: 50% with zidolol, 44% with placebo."
    facts = arm("n = 24", 24, "zidolol group"), arm("n = 18", 18, "placebo group")
    document = linked(text, *facts, share("50%", group="zidolol"), share("44%", group="placebo"))
    assert [(one["id"], one["name"], one["n"]) for one in document.arms] == [
        ("arm-1", "zidolol group", 24),
        ("arm-2", "placebo group", 18),
    ]
    assert [fact.links["arm"] for fact in document.facts] == ["arm-1", "arm-2", "arm-1", "arm-2"]
    assert [fact.to_dict()["arm"] for fact in document.facts] == ["arm-1", "arm-2", "arm-1", "arm-2"]


def test_a_group_that_is_no_arm_has_no_link():
    document = linked("Smoking was seen in 50% of the lawyers.", share("50%", group="lawyers"))
    assert document.arms == []
    assert "arm" not in document.facts[0].to_dict()


def test_a_size_for_each_arm():
    text = (
        "The zidolol group and placebo group had 50 patients each. Relapse: 40% (zidolol group), 20% (placebo group)."
    )
    each = SampleSize(quote="50 patients each", n=50, role="arm")
    document = linked(text, each, share("40%", group="zidolol group"), share("20%", group="placebo group"))
    assert [one["n"] for one in document.arms] == [50, 50]


def test_another_name_of_the_same_arm():
    text = (
        "Oral zidolol (n = 24) was compared with placebo (n = 18). Of the zidolol group 50%, of the control group 44% "
        "had a relapse."
    )
    facts = arm("n = 24", 24, "Oral zidolol"), arm("n = 18", 18, "placebo")
    document = linked(text, *facts, share("50%", group="zidolol group"), share("44%", group="control group"))
    assert len(document.arms) == 2
    assert "control group" in document.arms[1]["aliases"]
    assert [fact.links["arm"] for fact in document.facts] == ["arm-1", "arm-2", "arm-1", "arm-2"]


def test_a_combination_is_another_arm():
    text = "Zidolol group (n = 24) and zidolol plus betrin group; 50% with the zidolol plus betrin group."
    document = linked(text, arm("n = 24", 24, "Zidolol group"), share("50%", group="zidolol plus betrin group"))
    assert len({fact.links.get("arm") for fact in document.facts}) == 2


def test_time_points():
    text = "Pain was 5.5 at baseline, 4.1 at 6 weeks and 3.2 at 12 weeks, sleep 2.0 at 12 weeks."
    facts = score("5.5", at="baseline"), score("4.1", at="6 weeks"), score("3.2", at="at 12 weeks")
    document = linked(text, *facts, score("2.0", at="12 weeks"))
    assert [one["name"] for one in document.times] == ["baseline", "6 weeks", "12 weeks"]
    assert [fact.links["time_point"] for fact in document.facts] == ["time-1", "time-2", "time-3", "time-3"]


def test_a_measurement_points_to_its_scale():
    text = "We used a visual analog scale (VAS) and the Beck Depression Inventory (BDI). VAS of pain: 3.1, BDI: 12.0."
    scales = (
        Scale(quote="visual analog scale", name="visual analog scale", abbreviation="VAS"),
        Scale(quote="Beck Depression Inventory", name="Beck Depression Inventory", abbreviation="BDI"),
    )
    document = linked(text, *scales, score("3.1", "VAS of pain"), score("12.0", "BDI"))
    assert [fact.links["scale"] for fact in document.facts[2:]] == ["scale-1", "scale-2"]


def test_a_short_form_within_a_word_is_no_scale():
    text = "The ADL was used. Cadlium was 3.1."
    document = linked(text, Scale(quote="ADL", name="ADL"), score("3.1", "cadlium"))
    assert "scale" not in document.facts[1].links


# P values.


def test_a_p_value_speaks_of_the_results_before_it():
    text = "Relapse: 50% vs 44% (P=.2). Death: 12% vs 14%; HR 0.9 (0.6 to 1.3); P=.3."
    facts = share("50%", "relapse", "zidolol group"), share("44%", "relapse", "placebo"), p("P=.2")
    facts = *facts, share("12%", "death"), share("14%", "death")
    ratio = Estimate(quote="HR 0.9 (0.6 to 1.3)", type="HR", value=0.9, outcome="death")
    document = linked(text, *facts, ratio, p("P=.3"))
    assert about(document) == [["50%", "44%"], ["12%", "14%", "HR 0.9 (0.6 to 1.3)"]]
    assert [fact.links["outcome"] for fact in document.of("p_value")] == ["relapse", "death"]


def test_only_results_of_one_outcome():
    text = "Relapse was seen in 50% and 44%, death in 12% and 14% (P=.3)."
    facts = share("50%", "relapse"), share("44%", "relapse"), share("12%", "death"), share("14%", "death")
    assert about(linked(text, *facts, p("P=.3"))) == [["12%", "14%"]]


def test_a_p_value_for_all():
    text = "Relapse was seen in 50% and 44%, death in 12% and 14% (all P=.3)."
    facts = share("50%", "relapse"), share("44%", "relapse"), share("12%", "death"), share("14%", "death")
    assert about(linked(text, *facts, p("P=.3"))) == [["50%", "44%", "12%", "14%"]]


def test_p_values_respectively():
    text = "Relapse was seen in 50% and 44%, death in 12% and 14% (P=.3 and .04, respectively)."
    facts = share("50%", "relapse"), share("44%", "relapse"), share("12%", "death"), share("14%", "death")
    assert about(linked(text, *facts, p("P=.3"), p(".04"))) == [["50%", "44%"], ["12%", "14%"]]


def test_a_p_value_before_its_results():
    text = "Relapse was rarer (P=.01): 12% vs 44%. Sleep was better (P=.03)."
    document = linked(text, p("P=.01"), share("12%", "relapse"), share("44%", "relapse"), p("P=.03"))
    assert about(document) == [["12%", "44%"], []]


def test_a_criterion_speaks_of_nothing():
    text = "Relapse was seen in 50% and 44%; P<0.05 was significant."
    document = linked(text, share("50%", "relapse"), share("44%", "relapse"), p("P<0.05", threshold=True))
    assert about(document) == [[]]


def test_arms_and_times_compared():
    text = "Zidolol group (n = 24), placebo group (n = 18). Pain was 3.1 and 4.5 at 6 weeks (P=.01)."
    facts = arm("n = 24", 24, "Zidolol group"), arm("n = 18", 18, "placebo group")
    pain = score("3.1", "pain", "zidolol group", "6 weeks"), score("4.5", "pain", "placebo group", "6 weeks")
    document = linked(text, *facts, *pain, p("P=.01"))
    links = document.facts[-1].to_dict()
    assert (links["arms"], links["time_points"], links["outcome"]) == (["arm-1", "arm-2"], ["time-1"], "pain")


def test_the_primary_outcome_is_marked():
    text = "The primary outcome, relapse, was seen in 50% and 44% (P=.3). Death was seen in 12% and 14% (P=.9)."
    facts = share("50%", "relapse"), share("44%", "relapse"), p("P=.3")
    document = linked(text, *facts, share("12%", "death"), share("14%", "death"), p("P=.9"))
    assert [fact.links.get("primary") for fact in document.of("p_value")] == [True, None]


# In the output.


def test_links_stand_beside_the_contract_s_fields():
    text = "Zidolol (n = 24) or placebo (n = 18). Relapse occurred in 50% with zidolol and 44% with placebo (P = 0.7)."
    line = trialfacts.extract(text).to_dict()
    assert {one["name"]: one["n"] for one in line["arms"]} == {"Zidolol": 24, "placebo": 18}
    assert [one["arm"] for one in line["proportion"]] == ["arm-1", "arm-2"]
    assert line["p_value"][0]["about"] == ["proportion-1", "proportion-2"]
    assert line["times"] == []


def test_links_take_no_field_s_name():
    text = (
        "Zidolol (n = 24) or placebo (n = 18). The mean pain score was 3.2 (SD 1.1) at week 6 with zidolol (P = .01)."
    )
    document = trialfacts.extract(text)
    assert document.of("measurement")[0].links
    for fact in document.facts:
        assert not set(fact.links or {}) & {*fact.value_fields(), "id", "quote", "start", "end", "rule", "source"}


def test_nothing_to_link():
    line = trialfacts.extract("").to_dict()
    assert (line["arms"], line["times"], line["checks"]) == ([], [], [])


def test_time_is_linear_in_the_text():
    def seconds(count):
        text = "Relapse in 12% of group A, P = 0.03 and pain 3.1 at 6 weeks, P = 0.2 " * count
        document = read_text(text)
        facts, at = [], 0
        for _ in range(count):
            at = text.index("12%", at)
            facts.append(
                Proportion(quote="12%", start=at, end=at + 3, percent=12.0, outcome="relapse", group="group A")
            )
            at = text.index("P = 0.03", at)
            facts.append(PValue(quote="P = 0.03", start=at, end=at + 8, value=0.03))
        found = DocumentFacts(doc_id="a", facts=facts)
        document.arms, document.sentences  # found before  # noqa: B018
        times = []
        for _ in range(3):
            began = time.process_time()
            link(document, found)
            times.append(time.process_time() - began)
        return min(times)

    seconds(100)
    assert seconds(8000) < 30 * max(seconds(1000), 0.002)
