"""The index that was kept true step by step is the one that is made from the files at once."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.library.folders import add_folders, remove_folders
from bulletin_desk.library.index import Library
from bulletin_desk.library.search import Query
from bulletin_desk.library.update import put
from tests.conftest import EXAMPLES
from tests.library.making import NAME, aged, issue, item, known, lay, pages_of, text_of, updated

NAMES = st.sampled_from(["1.bulletin", "2.bulletin", "下/1.bulletin", "下/3.bulletin", "别处/1.bulletin"])
ITEMS = [item(f"稿件{number}", text_of(number)) for number in range(4)] + [item("短", "短文")]
ISSUES = st.builds(
    lambda number, items: issue(number, *items),
    st.integers(1, 3),
    st.lists(st.sampled_from(ITEMS), min_size=1, max_size=3),
)
IDENTITIES = st.sampled_from(["", "ab" * 16, "cd" * 16])


class Clerk(RuleBasedStateMachine):
    """Does to the files what clerks and their file managers do, with an update now and then."""

    @initialize()
    def begin(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        for name in ("简报", "别处"):
            (self.home / "共享" / name).mkdir(parents=True)
        self.folder = self.home / "共享"
        self.library = Library(self.home / "library")
        self.day = 0
        add_folders(self.library.folder, (self.folder,))

    def file(self, name: str) -> Path:
        return self.folder / name

    def next_day(self) -> int:
        self.day += 1
        return self.day

    @rule(name=NAMES, made=ISSUES, identity=IDENTITIES)
    def write(self, name: str, made: Issue, identity: str) -> None:
        lay(self.file(name), made, day=self.next_day(), identity=identity)

    @rule(name=NAMES, made=ISSUES, identity=IDENTITIES)
    def save(self, name: str, made: Issue, identity: str) -> None:
        file = lay(self.file(name), made, day=self.next_day(), identity=identity)
        put(self.library, file, made, pages_of(made))

    @rule(name=NAMES, to=NAMES)
    def rename(self, name: str, to: str) -> None:
        if self.file(name).exists():
            self.file(to).parent.mkdir(exist_ok=True)
            self.file(name).replace(self.file(to))

    @rule(name=NAMES, to=NAMES)
    def copy(self, name: str, to: str) -> None:
        if self.file(name).exists() and name != to:
            self.file(to).parent.mkdir(exist_ok=True)
            self.file(to).write_bytes(self.file(name).read_bytes())
            aged(self.file(to), self.next_day())

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        self.file(name).unlink(missing_ok=True)

    @rule()
    def take_a_folder_out(self) -> None:
        remove_folders(self.library.folder, (self.folder,))
        add_folders(self.library.folder, (self.folder / "别处",))

    @rule()
    def take_all_in(self) -> None:
        remove_folders(self.library.folder, (self.folder / "别处",))
        add_folders(self.library.folder, (self.folder,))

    @rule()
    def update(self) -> None:
        updated(self.library)
        with Library(self.home / "anew") as anew:
            (anew.folder).mkdir()
            shutil.copy(self.library.folder / "folders.json", anew.folder)
            updated(anew)
            assert known(self.library) == known(anew)
            assert self.library.numbers(NAME, 2026) == anew.numbers(NAME, 2026)
            for words in (("稿件1",), ("短文",), ("办公室", "短")):
                one, other = (each.search(Query(words)) for each in (self.library, anew))
                assert (one.total, set(one.hits)) == (other.total, set(other.hits))
        shutil.rmtree(anew.folder)

    @invariant()
    def what_fts5_holds_is_what_the_texts_say(self) -> None:
        if self.day % 5 == 0:
            with self.library.using(write=True) as connection:
                connection.execute("INSERT INTO trigrams (trigrams) VALUES ('integrity-check')")

    def teardown(self) -> None:
        self.library.close()
        shutil.rmtree(self.home)


TestRebuilt = Clerk.TestCase
TestRebuilt.settings = settings(max_examples=EXAMPLES // 25, stateful_step_count=15, deadline=None)
