"""Interviews in a real database file."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event as sqlalchemy_event

from rehearse.adapters.sql_store import HEAD, MIGRATIONS, SqlStore
from rehearse.domain.events import Answered, Ended, Started
from rehearse.domain.intent import Intent
from rehearse.domain.planning import Mode, Plan, PlannedRound
from rehearse.domain.question import Level, Round
from rehearse.errors import ConflictError, NotFoundError, StoreError
from rehearse.ports import SessionInfo

PLAN = Plan(title="T", level=Level.MID, mode=Mode.MOCK, rounds=(PlannedRound(round=Round.CODING, minutes=5, questions=("a",)),))


@pytest.fixture
def store(tmp_path):
    opened = SqlStore(f"sqlite:///{tmp_path}/deep/rehearse.db")
    yield opened
    opened.close()


def begin(store, session_id="s1", owner="me"):
    store.create(SessionInfo(session_id, owner, "T", 1.0, 1.0, False), Started(at=1.0, plan=PLAN))


def answered(text, at=2.0):
    return Answered(at=at, text=text, intent=Intent.ANSWER)


def test_what_was_appended_is_there_after_reopening(store, tmp_path):
    begin(store)
    store.append("s1", 1, answered("naïve 😀 <b>\n"))
    store.close()
    again = SqlStore(f"sqlite:///{tmp_path}/deep/rehearse.db")
    assert [event.type for event in again.events("s1")] == ["started", "answered"]
    assert again.events("s1")[1].text == "naïve 😀 <b>\n"
    again.close()


def test_the_second_writer_of_a_turn_is_told(store):
    begin(store)
    store.append("s1", 1, answered("first"))
    with pytest.raises(ConflictError, match="another window"):
        store.append("s1", 1, answered("second"))
    assert len(store.events("s1")) == 2


def test_the_list_is_of_one_owner_and_newest_first(store):
    begin(store, "old")
    begin(store, "theirs", owner="you")
    begin(store, "new")
    store.append("new", 1, answered("x", at=9.0))
    store.append("old", 1, Ended(at=5.0))
    assert [(info.id, info.over) for info in store.sessions("me")] == [("new", False), ("old", True)]
    assert len(store.sessions()) == 3


def test_an_unknown_session_names_the_close_ones(store):
    begin(store, "abc123")
    with pytest.raises(NotFoundError, match="Did you mean abc123"):
        store.events("abc124")


def test_a_full_disk_is_a_sentence_and_loses_nothing(store):
    begin(store)
    store.append("s1", 1, answered("kept"))

    @sqlalchemy_event.listens_for(store._engine, "begin")
    def no_room(connection):
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreError, match="is full"):
        for sequence in range(2, 50):
            store.append("s1", sequence, answered("x" * 4000))
    assert store.events("s1")[1].text == "kept"


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="REHEARSE_DATA"):
        SqlStore(f"sqlite:///{tmp_path}/file/below/rehearse.db")


def test_the_log_is_written_ahead(store, tmp_path):
    with sqlite3.connect(tmp_path / "deep" / "rehearse.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_newest_migration_is_the_one_that_is_looked_for():
    names = sorted(path.name for path in Path(MIGRATIONS / "versions").glob("*.py"))
    assert names[-1].startswith(HEAD)


def test_opening_a_database_that_is_up_to_date_is_quick_work(store, tmp_path):
    import sys

    sys.modules.pop("alembic.command", None)
    SqlStore(f"sqlite:///{tmp_path}/deep/rehearse.db").close()
    assert "alembic.command" not in sys.modules
