"""A question of the bank as HTML; its key only when asked."""

from rehearse.bootstrap import App
from rehearse.domain.question import BankEntry
from rehearse.ui.reports import fragment


def entry_html(app: App, entry: BankEntry, with_key: bool) -> str:
    """One question for the page: what is asked, who asks for it, and with `with_key` how it is graded."""
    names = {topic.id: topic.text for group in app.topic_groups for topic in group.topics}
    return fragment(
        "question.html",
        entry=entry,
        with_key=with_key,
        served=[names[seed] for seed in entry.seeds if seed in names],
        siblings=app.bank.siblings(entry.id),
        notes=[app.notes[note_id] for note_id in entry.key.read if note_id in app.notes] if with_key else [],
    )
