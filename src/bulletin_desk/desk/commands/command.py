"""What a command of the desk is, as a value. Knows neither menus nor what a command does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bulletin_desk.desk.commands.focus import Holder
from bulletin_desk.layouts.offers import Offers


def always(_offers: Offers) -> bool:
    """Whatever the layout offers."""
    return True


def has_sections(offers: Offers) -> bool:
    """Where the bulletin has sections before its clerk."""
    return offers.sections != "none"


@dataclass(frozen=True, slots=True)
class Command:
    """`text` as the menu says it with its access key in brackets; `tip` adds what the text can't say;
    `keys` are shortcuts as Qt writes them, the first of them is shown."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    checkable: bool = False
    short: str = ""
    """What the toolbar says beside the icon, if anything."""
    to: Holder = Holder.ANY
    """To whom it speaks: it can be given while one of them has the keys."""
    offered: Callable[[Offers], bool] = always
    """Whether it is there for an issue in a layout that offers these. The keys of a command that only some
    layouts have are its own there, whoever has them elsewhere."""
    alone: tuple[str, str] | None = None
    """Its text and tip where the bulletin has no sections, if they are others."""

    def words(self, offers: Offers) -> tuple[str, str]:
        """Its text and its tip where a layout offers these."""
        return (self.text, self.tip) if self.alone is None or has_sections(offers) else self.alone
