"""What a candidate does on the page and what they see."""

import re

HOSTILE = "<img src=x onerror=alert(1)> **not bold** ${1+1} {{7*7}} <script>alert(2)</script>\n\n# no heading"


def test_a_whole_mock_interview_ends_with_a_scorecard(visit, app):
    me = visit()
    me.start(loop="One topic: bayes", questions=1)
    asked = next(entry for entry in app.bank if entry.question.text in me.heard()[-1])
    partial = asked.exemplars.partial
    me.say(partial.text)
    left_out = [item.probe for item in asked.key.items if item.id not in partial.met]
    assert any(probe in me.heard()[-1] for probe in left_out), "the follow-up asks for something that was left out"
    assert not me.page.locator("#rh-feedback .rh-card").count(), "no feedback during a mock interview"
    me.say(asked.exemplars.strong.text)
    while "What would you like to ask me?" not in me.heard()[-1]:
        heard = len(me.heard())
        me.page.locator("#rh-skip").click()
        me.wait_for_turn(heard + 1)
    me.say("What does success look like after six months?")
    me.page.locator("#rh-answer textarea").fill("No, thank you.")
    me.page.locator("#rh-send").click()
    card = me.page.locator("#rh-scorecard section")
    card.wait_for(state="visible")
    text = card.inner_text()
    assert "Judged by embedded" in text
    assert re.search(r"Level [1-5]", text)
    assert "One thing to do better" in text
    assert card.locator("svg[role=img]").count() >= 1
    assert card.locator("mark").count() >= 1, "the words that earned points are marked"
    with me.page.expect_download() as download:
        me.page.get_by_role("button", name="Scorecard as HTML").click()
    assert download.value.suggested_filename.endswith(".html")
    assert not me.errors


def test_practice_shows_feedback_after_each_question(visit):
    me = visit()
    me.start(mode="Practice")
    me.page.locator("#rh-skip").click()
    me.page.locator("#rh-feedback .rh-card").wait_for(state="visible")
    assert "skipped" in me.page.locator("#rh-feedback").inner_text()


def test_reloading_the_page_loses_nothing(visit):
    me = visit()
    me.start()
    me.say("It is something about the noise in the data.")
    before = me.heard(), me.said()
    me.page.reload()
    me.wait_for_turn(len(before[0]))
    assert (me.heard(), me.said()) == before


def test_two_people_never_see_each_others_interview(visit):
    me, you = visit(), visit()
    me.start()
    you.start(loop="One topic: bayes", questions=1)
    me.say("Only I said this.")
    assert "Only I said this." not in you.page.content()
    assert len(you.heard()) == 2
    you.page.get_by_role("tab", name="Past interviews").click()
    you.page.wait_for_timeout(800)
    assert "Quick practice" not in you.page.locator("#rh-history input").input_value()


def test_an_answer_is_shown_as_text_and_never_run(visit):
    me = visit()
    me.start(mode="Practice")
    me.say(HOSTILE)
    me.page.locator("#rh-skip").click()
    me.page.locator("#rh-feedback .rh-card").wait_for(state="visible")
    assert "<img src=x onerror=alert(1)> **not bold** ${1+1} {{7*7}} <script>alert(2)</script>" in me.said()[0]
    assert HOSTILE.split("\n")[0] in me.page.locator("#rh-feedback .rh-answer").inner_text()
    assert me.page.locator("#rh-chat .message img, #rh-feedback img, #rh-chat script").count() == 0
    assert not me.errors


def test_an_empty_answer_is_asked_for_and_what_was_typed_stays_when_it_is_too_long(visit):
    me = visit()
    me.start()
    me.page.locator("#rh-send").click()
    me.page.get_by_role("alert").filter(has_text="The answer is empty").wait_for()
    long = "word " * 50_000
    me.page.locator("#rh-answer textarea").fill(long)
    me.page.locator("#rh-send").click()
    me.page.get_by_role("alert").filter(has_text="50,000 words").wait_for()
    assert me.page.locator("#rh-answer textarea").input_value() == long
    assert len(me.heard()) == 2


def test_it_works_by_keyboard_alone(visit):
    me = visit()
    me.page.locator("#rh-start").focus()
    me.page.keyboard.press("Enter")
    me.wait_for_turn(2)
    me.page.locator("#rh-answer textarea").focus()
    me.page.keyboard.type("The model follows the noise.")
    me.page.keyboard.press("Control+Enter")
    me.wait_for_turn(3)
    me.page.keyboard.press("Tab")
    assert me.page.evaluate("document.activeElement.innerText").strip() == "Send"
    assert me.said() == ["The model follows the noise."]


def test_it_fits_a_phone(visit):
    me = visit(width=375, height=740)
    me.start(mode="Practice")
    me.say("It follows the noise, for example `aVeryLongIdentifierWithoutAnySpaceInIt" + "x" * 80 + "`.")
    me.page.locator("#rh-skip").click()
    me.page.locator("#rh-feedback .rh-card").wait_for(state="visible")
    assert me.page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_clock_runs_and_is_kept_by_code(visit):
    me = visit()
    me.start(questions=None)
    clock = me.page.locator(".rh-clock")
    me.page.wait_for_function("/left of 20:00/.test(document.querySelector('.rh-clock').textContent)")
    first = clock.inner_text()
    me.page.wait_for_timeout(2200)
    assert clock.inner_text() != first


def test_the_page_asks_no_other_host(visit, address):
    me = visit()
    me.start()
    me.say("It follows the noise.")
    me.page.get_by_role("tab", name="How it works").click()
    assert me.hosts - {""} == {address.split("/")[2]}


def test_a_second_window_is_told_when_the_first_has_moved_on(visit):
    me = visit()
    me.start()
    other = me.page.context.new_page()
    other.goto(me.address)
    other.wait_for_selector("#rh-answer textarea", state="visible")
    other.wait_for_timeout(1000)
    me.say("I answered here first.")
    other.locator("#rh-answer textarea").fill("And here second.")
    other.locator("#rh-send").click()
    other.get_by_role("alert").filter(has_text="moved on").wait_for()
    assert other.locator("#rh-answer textarea").input_value() == "And here second."
    assert "I answered here first." in other.locator("#rh-chat").inner_text()


def open_bank(me):
    me.page.get_by_role("tab", name="Question bank").click()
    me.page.locator("#rh-bank-list").wait_for(state="visible")


def shown_questions(me):
    return me.page.locator("#rh-bank-list label").all_inner_texts()


def test_the_bank_is_browsed_by_round_and_level(visit):
    me = visit()
    open_bank(me)
    everything = len(shown_questions(me))
    for field, choice in (("round", "Scenario"), ("level", "senior")):
        me.page.locator(f"#rh-bank-{field} input").click()
        me.page.get_by_role("option", name=choice, exact=True).click()
    me.page.wait_for_function(
        "() => [...document.querySelectorAll('#rh-bank-list label')].every(l => l.innerText.includes('(Scenario, senior)'))"
    )
    assert 0 < len(shown_questions(me)) < everything / 10


def test_a_question_is_found_by_meaning_its_key_stays_hidden_and_it_can_be_practised(visit):
    me = visit()
    open_bank(me)
    me.page.locator("#rh-bank-search input, #rh-bank-search textarea").first.fill("is somebody ill when the screening says so")
    me.page.keyboard.press("Enter")
    me.page.wait_for_function("() => document.querySelector('#rh-bank-list label')?.innerText.includes('screening test')")
    me.page.locator("#rh-bank-list input").first.check()
    entry = me.page.locator("#rh-bank-entry")
    entry.get_by_role("heading", name=re.compile("screening test")).wait_for()
    assert "about 16 percent" not in me.page.content(), "the key is not even in the page"
    me.page.locator("#rh-bank-key").click()
    entry.get_by_text("The probability of being ill given a positive test is about 16 percent.").wait_for()
    me.page.get_by_role("button", name="Hide the answer key").click()
    me.page.wait_for_function("() => !document.querySelector('#rh-bank-entry').innerText.includes('16 percent')")
    me.page.locator("#rh-bank-practise").click()
    me.page.wait_for_function("() => document.querySelector('#rh-chat')?.innerText.includes('One person in a hundred')")
    assert not me.errors


def test_an_interview_that_was_left_is_gone_on_with(visit):
    me = visit()
    me.start(loop="One topic: bayes", questions=1)
    me.say("I would use Bayes' rule for that.")
    said = me.said()
    open_bank(me)
    me.page.locator("#rh-bank-list input").first.check()
    me.page.locator("#rh-bank-practise").click()
    me.wait_for_turn(2)
    me.page.get_by_role("tab", name="Past interviews").click()
    me.page.locator("#rh-history input").click()
    me.page.get_by_role("option").filter(has_text="Bayes").first.click()
    me.page.locator("#rh-go-on").click()
    me.page.wait_for_function("() => document.querySelector('#rh-chat')?.innerText.includes(\"I would use Bayes' rule\")")
    assert me.said() == said


def answer_one_question(me, app):
    """A mock interview of one question that is ended after a partial answer; returns the question."""
    me.start(loop="One topic: bayes", questions=1)
    asked = next(entry for entry in app.bank if entry.question.text in me.heard()[-1])
    me.say(asked.exemplars.partial.text)
    me.page.locator("#rh-end").click()
    me.page.locator("#rh-scorecard section").wait_for(state="visible")
    return asked


def test_a_verdict_is_contested_and_both_verdicts_are_shown(visit, app):
    me = visit()
    asked = answer_one_question(me, app)
    me.page.locator("#rh-disagree").click()
    form = me.page.locator("#rh-dispute")
    form.get_by_role("button", name="I disagree with a verdict").click()
    said = me.page.locator("#rh-dispute-said")
    me.page.locator("#rh-dispute-judge").click()
    said.get_by_text("Choose the point").wait_for()
    me.page.get_by_role("combobox", name="The point").click()
    me.page.get_by_role("option").filter(has_text="○ missing").first.click()
    me.page.get_by_label("Why the verdict is wrong").fill("I said this in <b>my own</b> words.")
    me.page.get_by_label("Words of your answer that make the point").fill("words that I never said")
    me.page.locator("#rh-dispute-judge").click()
    said.get_by_text("are not in your answer").wait_for()
    me.page.get_by_label("Words of your answer that make the point").fill(asked.exemplars.partial.text.split(". ")[0])
    me.page.locator("#rh-dispute-judge").click()
    said.get_by_text("Disputed: first missing").wait_for()
    card = me.page.locator("#rh-history-scorecard")
    assert re.search(r"disputed: first missing \(embedded\), second [a-z ]+ \(embedded\)", card.inner_text())
    assert "I said this in <b>my own</b> words." in card.inner_text()
    me.page.locator("#rh-dispute-keep").click()
    said.get_by_text(re.compile(r"Kept as .*evals/disputes/.*-1\.yaml")).wait_for()
    me.page.get_by_role("tab", name="Interview", exact=True).click()
    assert "disputed: first missing" in me.page.locator("#rh-scorecard").inner_text()
    assert not me.errors
