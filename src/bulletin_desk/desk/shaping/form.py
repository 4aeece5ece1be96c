"""A group of fields of the panel: each shows a value of the layout, and gives out the layout that has another
one. What can't be is said below its field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QToolButton, QWidget

from bulletin_desk.desk.panels.inputs import leave_undo
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_fields import TypedField, warning_label
from bulletin_desk.desk.shaping.changes import with_face, with_size, with_style
from bulletin_desk.desk.shaping.measures import Units, lengths
from bulletin_desk.desk.shaping.samples import SIZE, Samples
from bulletin_desk.desk.shaping.shape_fields import CountField, LengthField, SizeField, WordsField
from bulletin_desk.desk.shaping.shape_parts import ShapePart
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.gb9704_check import FACE_NAMES
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.rows import Cmyk

LABEL_WIDTH = 5
"""Characters of a label."""
Get = Callable[[Layout], Any]
Set = Callable[[Layout, Any], Layout]
COLOURS: tuple[tuple[Cmyk, str], ...] = (
    ((0.0, 0.0, 0.0, 1.0), "黑"),
    ((0.0, 1.0, 1.0, 0.0), "红"),
    ((0.0, 0.8, 0.8, 0.0), "浅红"),
    ((1.0, 0.7, 0.0, 0.0), "蓝"),
    ((0.0, 0.0, 0.0, 0.6), "灰"),
)
"""Inks to choose from, with what they are called."""
ALIGNS = (("justified", "两端齐"), ("left", "靠左"), ("centre", "居中"), ("right", "靠右"))
"""How text may stand in its lines."""
_SWATCH = 12


def _as_it_is(layout: Layout) -> Layout:
    return layout


class Shaper(Protocol):
    """Who has the layout and changes it."""

    @property
    def layout(self) -> Layout:
        """As it is now."""

    @property
    def samples(self) -> Samples:
        """Of the faces."""

    def value(self, name: str) -> str:
        """What the open issue has in a field."""

    def apply(self, name: str, layout: Layout, run: str = "") -> None:
        """Another one. Raises EditError."""

    def check(self, layout: Layout) -> None:
        """Raises EditError for one that can't be."""

    def select(self, part: ShapePart | None) -> None:
        """Points at a part."""


class StyleChosen(Protocol):
    """A style that is chosen."""

    name: str


class Entry:
    """A field with what it shows and changes. `part` is what it points at while it has the keys."""

    def __init__(self, label: str, widget: QWidget, get: Get, set_: Set, part: ShapePart | None) -> None:
        self.label, self.widget, self.get, self.set, self.part = label, widget, get, set_, part
        self.holder = widget
        """What stands in the form: the field, or what it stands in."""
        self.warning = warning_label()

    def say(self, sentence: str) -> None:
        """What is wrong with it; nothing for an empty sentence."""
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))

    def show(self, value: object) -> None:
        """Shows a value of the layout."""
        match self.widget:
            case TypedField() as field:
                field.show_value(value)
            case QCheckBox() as box:
                box.setChecked(bool(value))
            case QComboBox() as choice:
                choice.setCurrentIndex(_index(choice, value))


def _index(choice: QComboBox, value: object) -> int:
    return next((at for at in range(choice.count()) if choice.itemData(at) == value), -1)


class Form(QWidget):
    """Fields under one another. `stem` tells those of one form from the like fields of another, for undo."""

    def __init__(self, shaper: Shaper, stem: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shaper = shaper
        self._stem = stem
        self.entries: dict[str, Entry] = {}
        self.chosen_style: StyleChosen | None = None
        """Where the fields are about a style that is chosen."""
        self._only_if: dict[str, tuple[Callable[[Layout], bool], bool]] = {}
        self._giving: Entry | None = None
        self._filling = False
        self.rows = QFormLayout(self)
        self.rows.setContentsMargins(4, 4, 0, 8)
        self.rows.setHorizontalSpacing(8)
        self.rows.setVerticalSpacing(6)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._label_width = self.fontMetrics().horizontalAdvance("字" * LABEL_WIDTH)

    # ---- fields

    def length(
        self,
        label: str,
        get: Get,
        set_: Set,
        *preferred: str,
        units: Callable[[Layout], Units] | None = None,
        part: ShapePart | None = None,
    ) -> Entry:
        """A length in points."""
        field = LengthField(preferred, self)
        if units is not None:
            field.use(partial(self._units, units))
        return self._typed(label, field, get, set_, part)

    def _units(self, units: Callable[[Layout], Units]) -> Units:
        return units(self._shaper.layout)

    def type_size(self, label: str, get: Get, set_: Set, part: ShapePart | None = None) -> Entry:
        """A size of type."""
        return self._typed(label, SizeField(self), get, set_, part)

    def count(  # each says how the number is written
        self,
        label: str,
        least: int,
        most: int,
        get: Get,
        set_: Set,
        *,
        head: str = "",
        tail: str = "",
        none: str = "",
        part: ShapePart | None = None,
    ) -> Entry:
        """A whole number."""
        return self._typed(
            label, CountField(least, most, head=head, tail=tail, none=none, parent=self), get, set_, part
        )

    def words(self, label: str, get: Get, set_: Set, part: ShapePart | None = None) -> Entry:
        """Some words."""
        return self._typed(label, WordsField(self), get, set_, part)

    def choice(
        self,
        label: str,
        offered: Iterable[tuple[object, str]],
        get: Get,
        set_: Set,
        part: ShapePart | None = None,
        said: Callable[[Any], str] | None = None,
    ) -> Entry:
        """One of some values; where it is `said` how others are called, a layout that has another one has it
        offered, too."""
        box = QComboBox(self)
        keep_still(box)
        box.setMinimumContentsLength(4)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, words in offered:
            box.addItem(words, value)

        def shown(layout: Layout) -> object:
            value = get(layout)
            if said is not None and _index(box, value) < 0:
                box.addItem(said(value), value)
            return value

        entry = self._entry(label, box, shown, set_, part)
        box.activated.connect(partial(self._chosen, entry))
        return entry

    def colour(self, label: str, get: Get, set_: Set, part: ShapePart | None = None) -> Entry:
        """An ink; one that is none of those to choose from is offered as it is."""
        entry = self.choice(label, ((ink, words) for ink, words in COLOURS), get, set_, part, _said_ink)
        box = entry.widget
        assert isinstance(box, QComboBox)
        box.setIconSize(QSize(_SWATCH, _SWATCH))
        model = box.model()
        model.rowsInserted.connect(partial(_paint_swatches, box))
        _paint_swatches(box)
        return entry

    def face(self, label: str, get: Get, set_: Set, part: ShapePart | None = None) -> Entry:
        """A face by its role, with a sample of what prints it on this machine."""
        samples = self._shaper.samples
        entry = self.choice(label, FACE_NAMES.items(), get, set_, part)
        box = entry.widget
        assert isinstance(box, QComboBox)
        box.setIconSize(SIZE)
        ink, ratio = self.palette().color(QPalette.ColorRole.Text), self.devicePixelRatioF()
        for at in range(box.count()):
            role = box.itemData(at)
            box.setItemIcon(at, samples.icon(role, ink, ratio))
            box.setItemData(at, tip(samples.said(role)), Qt.ItemDataRole.ToolTipRole)
        return entry

    def type_of(
        self,
        name: Callable[[Layout], str],
        stem: str,
        *,
        align: bool = True,
        part: ShapePart | None = None,
        first: Callable[[Layout], Layout] = _as_it_is,
    ) -> None:
        """Face, size, ink and alignment of a style, which a layout names; `first` is done to the layout
        before it is given another one."""

        def get(value: str) -> Get:
            return lambda layout: getattr(layout.styles[name(layout)], value)

        def put(change: Callable[[Layout, str, Any], Layout]) -> Set:
            def with_value(layout: Layout, value: Any) -> Layout:
                layout = first(layout)
                return change(layout, name(layout), value)

            return with_value

        def put_value(key: str) -> Set:
            return put(lambda layout, style, value: with_style(layout, style, **{key: value}))

        self.add("字体", self.face(f"{stem}字体", get("face"), put(with_face), part))
        self.add(
            "字号、颜色",
            self.type_size(f"{stem}字号", get("size"), put(with_size), part),
            self.colour(f"{stem}颜色", get("colour"), put_value("colour"), part),
        )
        if align:
            self.add("对齐", self.choice(f"{stem}对齐", ALIGNS, get("align"), put_value("align"), part))

    def flag(self, label: str, words: str, get: Get, set_: Set, part: ShapePart | None = None) -> Entry:
        """Yes or no."""
        box = QCheckBox(words, self)
        entry = self._entry(label, box, get, set_, part)
        box.clicked.connect(partial(self._chosen_flag, entry))
        return entry

    def _typed(
        self, label: str, field: TypedField[Any], get: Get, set_: Set, part: ShapePart | None
    ) -> Entry:
        entry = self._entry(label, field, get, set_, part)
        leave_undo(field)
        field.accepts = partial(self._check, entry)  # type: ignore[attr-defined]
        field.changed.connect(partial(self._give, entry))
        field.told.connect(entry.say)
        return entry

    def _entry(self, label: str, widget: QWidget, get: Get, set_: Set, part: ShapePart | None) -> Entry:
        entry = Entry(label, widget, get, set_, part)
        widget.setAccessibleName(label)
        self.entries[label] = entry
        if part is not None:
            widget.installEventFilter(self)
        return entry

    # ---- rows

    def add(self, label: str, *entries: Entry, between: str = "") -> None:
        """A row of one field or some side by side, and what is said of them below it."""
        if len(entries) == 1:
            self._row(label, entries[0].widget)
        else:
            widgets = [entry.widget for entry in entries]
            if between:
                widgets.insert(1, Label(between, self))
            holder = self._beside(*widgets)
            for entry in entries:
                entry.holder = holder
            self._row(label, holder)
        for entry in entries:
            self.rows.addRow(entry.warning)

    def add_beside(self, label: str, entry: Entry, button: QWidget) -> None:
        """A row of a field with a button."""
        entry.holder = self._beside(entry.widget, button)
        self._row(label, entry.holder)
        self.rows.addRow(entry.warning)

    def _beside(self, *widgets: QWidget) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in widgets:
            row.addWidget(widget, 0 if isinstance(widget, Label | QToolButton) else 1)
        return holder

    def _row(self, label: str, widget: QWidget) -> None:
        if not label:
            self.rows.addRow("", widget)
            return
        words = Label(label, self)
        words.setFixedWidth(self._label_width)
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words.setBuddy(widget)
        self.rows.addRow(words, widget)

    def refusal_label(self) -> Label:
        """A line for what can't be done, which stands elsewhere."""
        return warning_label()

    def note(self, text: str = "") -> Label:
        """A faint line."""
        label = Label(text, self)
        label.setWordWrap(True)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.rows.addRow("", label)
        return label

    def only_if(self, label: str, there: Callable[[Layout], bool], *, hide: bool = False) -> None:
        """A field that has a meaning only in some layouts; elsewhere it is pale, or not there."""
        self._only_if[label] = (there, hide)

    def value(self, name: str) -> str:
        """What the open issue has in a field, for examples."""
        return self._shaper.value(name)

    def point_at(self, part: ShapePart) -> None:
        """What the fields are about is pointed at."""
        self._shaper.select(part)

    # ---- values

    def show_layout(self, layout: Layout) -> None:
        """Shows the values of a layout; the field that is being typed into has its own."""
        self._filling = True
        try:
            for entry in self.entries.values():
                if entry is not self._giving:
                    entry.show(entry.get(layout))
                if entry.label in self._only_if:
                    there, hide = self._only_if[entry.label]
                    if hide:
                        self.rows.setRowVisible(entry.holder, there(layout))
                    else:
                        entry.widget.setEnabled(there(layout))
        finally:
            self._filling = False

    def drop(self) -> None:
        """What was typed and refused belonged to another issue."""
        for entry in self.entries.values():
            if isinstance(entry.widget, TypedField):
                entry.widget.drop()
            entry.say("")

    def _check(self, entry: Entry, value: object) -> None:
        self._shaper.check(entry.set(self._shaper.layout, value))

    def _chosen_flag(self, entry: Entry, *_checked: object) -> None:
        assert isinstance(entry.widget, QCheckBox)
        self._choose(entry, entry.widget.isChecked())

    def _chosen(self, entry: Entry, at: int) -> None:
        assert isinstance(entry.widget, QComboBox)
        self._choose(entry, entry.widget.itemData(at))

    def _choose(self, entry: Entry, value: object) -> None:
        self._give(entry, value, run=False)
        if entry.warning.text():
            entry.show(entry.get(self._shaper.layout))

    def _give(self, entry: Entry, value: object, *, run: bool = True) -> None:
        if self._filling:
            return
        self._giving = entry if run else None
        try:
            layout = entry.set(self._shaper.layout, value)
            key = f"{self._stem} {entry.label}" if run else ""
            self._shaper.apply(f"版式：{entry.label}", layout, key)
        except EditError as error:
            entry.say(str(error))
        else:
            entry.say("")
        finally:
            self._giving = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Who goes into a field points at its part."""
        if event.type() == QEvent.Type.FocusIn:
            part = next((entry.part for entry in self.entries.values() if entry.widget is watched), None)
            if part is not None:
                self._shaper.select(part)
        return super().eventFilter(watched, event)

    def field_for(self, part: ShapePart) -> QWidget | None:
        """The field of a part, None where it has none here."""
        return next((entry.widget for entry in self.entries.values() if entry.part == part), None)


def go_to(widget: QWidget) -> None:
    """Puts the keys into a field."""
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(widget, QLineEdit):
        widget.selectAll()


def _paint_swatches(box: QComboBox, *_rows: object) -> None:
    for at in range(box.count()):
        if box.itemIcon(at).isNull() and box.itemData(at) is not None:
            box.setItemIcon(at, _swatch(box.itemData(at)))


def _swatch(ink: Cmyk) -> QIcon:
    pixmap = QPixmap(_SWATCH, _SWATCH)
    pixmap.fill(QColor.fromCmykF(*ink))
    return QIcon(pixmap)


def _said_ink(ink: Cmyk) -> str:
    names = zip(("青", "品红", "黄", "黑"), ink, strict=True)
    return " ".join(f"{name}{part * 100:g}" for name, part in names if part) or "白"


def in_block(layout: Layout) -> Units:
    """Units where cells and lines of the block may be typed."""
    block = layout.text_block
    return lengths(cell=block.cell, line=block.line_pitch)
