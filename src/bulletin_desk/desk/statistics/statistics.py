"""Who counts what was adopted, for the window 采用情况, and does what the clerk wants there: names brought
together, files of figures, a bulletin about them. Counts nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bulletin_desk.desk import beside
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.units_list import accept_names, begin_units
from bulletin_desk.desk.parts.names import clean
from bulletin_desk.desk.parts.opening import open_path
from bulletin_desk.desk.session import Session
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.storage.atomic import write_atomically

if TYPE_CHECKING:
    from bulletin_desk.bulletin.model import Issue
    from bulletin_desk.desk.statistics.counting import Counter, Outcome
    from bulletin_desk.desk.statistics.items_list import ItemPlace
    from bulletin_desk.desk.statistics.statistics_dialog import StatisticsDialog

_RULES_BEGIN = """\
# 自己的采用情况的规则。每一行前面的 # 去掉就算数，写了什么就按什么，没写的照本单位的。
# 各项的写法见使用说明里的“采用情况”。
#
# expected = "cities"           # 应当报送的单位：地名名单里的各市（州）；或者 ["甲市地方志办公室", "乙局"]
# highlights = ["重要情况"]     # 另外数出的栏目
# reports = ["信息采用情况"]    # 标题或栏目里有其中一个词、又没有来源的，不算稿件
# counties = "own"              # 县（市、区）的稿件：own 各算各的，city 记到所在的市（州）
# measure = "篇"
#
# [points]
# whole = 3                     # 一个单位的，每篇几分
# merged = 1                    # 几个单位合写的，每篇几分
# merged_to = "each"            # each 每个单位都得，shared 各单位平分
# month_most = 30               # 每月最多几分
# month_none = 0                # 应当报送、整月没有登过的，扣几分就写负数
#
# [[points.rules]]
# sections = ["重要情况"]       # 这些栏目里的
# add = 2                       # 另加几分
#
# [[points.endorsements]]
# who = ["省长", "书记"]        # 批示人的姓名或职务里有这些字
# points = 5
"""


class Statistics(QObject):
    """One window at a time, in `dialog`. `item_wanted` gives the file, place and title of an item to open,
    `library_wanted` asks for the library, `issue_wanted` gives a new issue for a window of its own, and what
    undo calls it."""

    item_wanted = Signal(Path, int, int, str)
    library_wanted = Signal()
    issue_wanted = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._counter: Counter | None = None
        self.dialog: StatisticsDialog | None = None

    def show(self) -> None:
        """Shows the window, and counts anew."""
        from bulletin_desk.desk.statistics.counting import Counter, Offices
        from bulletin_desk.desk.statistics.statistics_dialog import StatisticsDialog

        if self.dialog is None:
            places = self._session.places
            dialog = self.dialog = StatisticsDialog(self._session.today(), places.adoption)
            self._counter = Counter(
                dialog, places, lambda: Offices(self._session.offices, self._session.office)
            )
            self._counter.busy.connect(dialog.show_busy)
            self._counter.counted.connect(dialog.show_outcome)
            dialog.wanted.connect(self._counter.count)
            dialog.again_wanted.connect(self.count_again)
            dialog.accepted_name.connect(self._accept_name)
            dialog.item_wanted.connect(self._open_item)
            dialog.library_wanted.connect(self.library_wanted)
            dialog.list_wanted.connect(lambda: self._open(places.units, begin_units, "单位名单"))
            dialog.rules_wanted.connect(lambda: self._open(places.adoption, _begin_rules, "统计规则"))
            dialog.picture_wanted.connect(self._save_picture)
            dialog.workbook_wanted.connect(self._save_workbook)
            dialog.report_wanted.connect(self._write_report)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.count_again()

    def count_again(self) -> None:
        """After the library, the lists or the rules have changed."""
        if self.dialog is not None and self._counter is not None:
            self._counter.count(self.dialog.wish(), afresh=True)

    def library_changed(self) -> None:
        """The library has other items: what is seen is counted anew."""
        if self.dialog is not None and self.dialog.isVisible():
            self.count_again()

    def close(self) -> None:
        """The window of the bulletin is closing."""
        dialog, self.dialog, self._counter = self.dialog, None, None
        if dialog is not None:
            dialog.close()
            dialog.deleteLater()

    @property
    def _shown(self) -> tuple[StatisticsDialog, Outcome]:
        """The window, with what it shows."""
        assert self.dialog is not None
        assert self.dialog.outcome is not None
        return self.dialog, self.dialog.outcome

    # ---- an item

    def _open_item(self, place: ItemPlace) -> None:
        """Looks first: a window that is opened for nothing would stand there blank."""
        dialog, _ = self._shown
        try:
            there = beside.run(dialog, f"打开“{place.file}”", place.file.is_file)
        except (BulletinDeskError, OSError, ValueError) as error:
            asking.tell(dialog, str(error))
            return
        if there:
            self.item_wanted.emit(*place)
        else:
            asking.tell(dialog, f"“{place.file}”已经不在了，资料库更新以后就不再统计它。")

    # ---- lists and rules

    def _accept_name(self, name: str, full: str) -> None:
        """Into the clerk's list; then all is counted anew."""
        units = self._session.places.units
        if self._do(f"写“{units}”", lambda: accept_names(units, {name: full}), "单位名单写不了"):
            self.count_again()
        else:
            self._shown[0].names.go_on()

    def _open(self, file: Path, begin: Callable[[Path], None], what: str) -> None:
        """Opens a file of the clerk's with the system's editor; the first time, with how it is written."""
        if self._do(f"看“{file}”", lambda: begin(file), f"{what}建不起来"):
            open_path(file)

    def _do(self, what: str, work: Callable[[], object], failed: str) -> bool:
        """Does what may wait for a disk; whether it was done. What went wrong is told over the window."""
        dialog, _ = self._shown
        try:
            beside.run(dialog, what, work)
        except BulletinDeskError as error:
            asking.tell(dialog, str(error))
        except (OSError, ValueError) as error:
            asking.tell(dialog, f"{failed}：{error}")
        else:
            return True
        return False

    # ---- files

    def _save_picture(self, ending: str) -> None:
        from bulletin_desk.desk.statistics.chart import bytes_of_picture

        dialog, _ = self._shown
        canvas = dialog.chart.canvas
        kind = "PNG 图片 (*.png)" if ending == ".png" else "SVG 矢量图 (*.svg)"
        file = self._ask(canvas.chart.title, ending, "图存成文件", kind)
        if file is not None:
            data = bytes_of_picture(canvas, file)
            self._write(file, lambda: data)

    def _save_workbook(self) -> None:
        from bulletin_desk.statistics.workbook import workbook

        _, outcome = self._shown
        adoption = outcome.adoption
        assert adoption is not None
        file = self._ask(self._title(outcome), ".xlsx", "存成 Excel", "Excel 工作簿 (*.xlsx)")
        if file is not None:
            self._write(file, lambda: workbook(adoption))

    def _ask(self, name: str, ending: str, title: str, filter_: str) -> Path | None:
        dialog, _ = self._shown
        suggested = self._session.folder / f"{clean(name) or '采用情况'}{ending}"
        return asking.ask_save(dialog, suggested, title, filter_)

    def _write(self, file: Path, made: Callable[[], bytes]) -> None:
        """Makes and writes it beside the window."""
        dialog, _ = self._shown
        if self._do(f"写“{file.name}”", lambda: write_atomically(file, made()), f"“{file}”写不了"):
            dialog.say(f"已存成“{file}”。")

    def _write_report(self) -> None:
        """The office's next issue with what was adopted, for a window of its own."""
        from bulletin_desk.beginning import issue_after
        from bulletin_desk.library.index import Library
        from bulletin_desk.statistics.circular import circular

        dialog, outcome = self._shown
        adoption, office, today = outcome.adoption, outcome.office, self._session.today()
        assert adoption is not None
        assert office is not None
        places = self._session.places

        def begun() -> Issue:
            with Library(places.library) as library:
                last = library.last_file(office.one_line)
            return issue_after(office, last, today)

        try:
            blank = beside.run(dialog, "看上一期", begun)
        except BulletinDeskError as error:
            asking.tell(dialog, str(error))
            return
        self.issue_wanted.emit("写成通报", circular(adoption, blank))

    def _title(self, outcome: Outcome) -> str:
        return f"{outcome.wanted.name}{outcome.wanted.span.words}采用情况"


def _begin_rules(file: Path) -> None:
    """The clerk's own rules, where there are none yet. Raises OSError and TargetError."""
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, _RULES_BEGIN.encode("utf-8"))
