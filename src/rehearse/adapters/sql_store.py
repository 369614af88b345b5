"""Interviews in SQL: a row an event, committed before the next thing happens.

SQLite with a write-ahead log by default, any SQLAlchemy URL otherwise. The primary key
(session, sequence) lets exactly one of two simultaneous writers through.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, ForeignKey, String, Text, create_engine, event, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from rehearse.domain.events import EVENT, Ended, Event
from rehearse.errors import ConflictError, NotFoundError, StoreError
from rehearse.ports import SessionInfo

MIGRATIONS = Path(__file__).with_name("migrations")
HEAD = "0001"
"""The newest migration; `tests/integration/test_sql_store.py` holds it to the folder."""


class Base(DeclarativeBase):
    """The tables."""


class SessionRow(Base):
    """One interview."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64), index=True)
    title: Mapped[str] = mapped_column(Text)
    created_at: Mapped[float]
    updated_at: Mapped[float] = mapped_column(index=True)
    over: Mapped[bool] = mapped_column(default=False)


class EventRow(Base):
    """One event of an interview, as JSON."""

    __tablename__ = "events"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(16))
    payload: Mapped[str] = mapped_column(Text)


class SqlStore:
    """The session store port over SQLAlchemy."""

    def __init__(self, url: str) -> None:
        self._url = url
        _make_folder(url)
        self._engine = create_engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _configure_sqlite)
        with self._errors():
            _migrate(self._engine)

    def create(self, info: SessionInfo, first: Event) -> None:
        """Store a new interview with its first event."""
        with self._errors(), Session(self._engine) as session, session.begin():
            session.add(SessionRow(**vars(info)))
            session.flush()
            session.add(_row(info.id, 0, first))

    def append(self, session_id: str, sequence: int, event: Event) -> None:
        """Commit one event; `ConflictError` when another writer took `sequence`."""
        with self._errors(), Session(self._engine) as session, session.begin():
            session.add(_row(session_id, sequence, event))
            row = session.get_one(SessionRow, session_id)
            row.updated_at = event.at
            row.over = row.over or isinstance(event, Ended)

    def events(self, session_id: str) -> list[Event]:
        """The events of an interview, in order."""
        query = select(EventRow.payload).where(EventRow.session_id == session_id).order_by(EventRow.sequence)
        with self._errors(), Session(self._engine) as session:
            payloads = session.scalars(query).all()
            if not payloads:
                known = session.scalars(select(SessionRow.id)).all()
                raise NotFoundError("session", session_id, known, "`rehearse sessions` shows them all.")
        return [EVENT.validate_json(payload) for payload in payloads]

    def sessions(self, owner: str | None = None) -> list[SessionInfo]:
        """Interviews, the one touched last first."""
        query = select(SessionRow).order_by(SessionRow.updated_at.desc())
        if owner is not None:
            query = query.where(SessionRow.owner == owner)
        with self._errors(), Session(self._engine) as session:
            return [_info(row) for row in session.scalars(query)]

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError as error:
            raise ConflictError("This interview has moved on in another window. Reload to see where it is.") from error
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(_explain(error, self._url)) from error


def _row(session_id: str, sequence: int, event: Event) -> EventRow:
    return EventRow(session_id=session_id, sequence=sequence, type=event.type, payload=event.model_dump_json())


def _info(row: SessionRow) -> SessionInfo:
    return SessionInfo(row.id, row.owner, row.title, row.created_at, row.updated_at, row.over)


def _make_folder(url: str) -> None:
    """Make the folder of a SQLite file."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return
    folder = Path(parsed.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The data folder {str(folder)!r} cannot be made ({error.strerror}). Set REHEARSE_DATA to a folder you can write to."
        ) from error


def _configure_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    """Bring the tables up to date; Alembic is only loaded when they are not."""
    if _version(engine) == HEAD:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(engine: Engine) -> str | None:
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _explain(error: Exception, url: str) -> str:
    """The database's complaint as a sentence with the next step."""
    place = make_url(url).render_as_string(hide_password=True)
    cause = str(getattr(error, "orig", None) or error)
    if "full" in cause:
        return f"The disk of {place} is full, so nothing more can be saved. Free some space and send it again; everything before is safe."
    if "readonly" in cause or "unable to open" in cause or "permission" in cause.lower():
        return f"{place} cannot be written to ({cause}). Check its permissions, or set REHEARSE_DATA to a folder you can write to."
    return f"The database {place} failed: {cause}. Everything saved before is safe; try again."
