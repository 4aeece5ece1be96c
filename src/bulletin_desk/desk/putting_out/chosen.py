"""What the clerk has chosen about single forms, as it is remembered. Knows no widgets."""

from __future__ import annotations

from collections.abc import Mapping

from bulletin_desk.desk.settings import EXPORT_OPTIONS, Settings
from bulletin_desk.forms import FORMS, Form


def chosen_options(settings: Settings, form: Form) -> dict[str, str]:
    """The values of a form's options that the desk asks about: the usual ones where nothing was chosen."""
    kept = dict(each.partition("=")[::2] for each in settings[EXPORT_OPTIONS])
    found = {}
    for option in form.options:
        if option.box is not None:
            value = kept.get(f"{form.name}.{option.name}", "")
            found[option.name] = value if value in option.values else option.values[0]
    return found


def all_chosen(settings: Settings) -> dict[str, dict[str, str]]:
    """Those of all forms, by the forms' names."""
    return {form.name: chosen_options(settings, form) for form in FORMS}


def remember_options(settings: Settings, form: Form, options: Mapping[str, str]) -> None:
    """Keeps what was chosen, as far as it is not the usual."""
    others = tuple(each for each in settings[EXPORT_OPTIONS] if not each.startswith(f"{form.name}."))
    usual = {option.name: option.values[0] for option in form.options}
    changed = (f"{form.name}.{name}={value}" for name, value in options.items() if value != usual[name])
    settings[EXPORT_OPTIONS] = (*others, *changed)
