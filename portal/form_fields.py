"""How one form field is shown: which kind of control, what describes it, what stands below it."""

from collections.abc import Mapping
from functools import cached_property

from django import forms
from django.utils.safestring import SafeString

_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "choices"),  # before Select: Django derives the one from the other's base
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.CheckboxInput, "check"),
    (forms.FileInput, "file"),
    (forms.Textarea, "text"),
)


class FieldView:
    """A bound field as ``components/field.html`` reads it.

    ``attrs`` are added to the control. A field may carry ``notes`` (value → one line) for its choice tiles.
    """

    def __init__(self, bound: forms.BoundField, attrs: Mapping[str, str]) -> None:
        self.bound = bound
        self.attrs = dict(attrs)
        self.notes: Mapping[str, str] = getattr(bound.field, "notes", {})

    @cached_property
    def kind(self) -> str:
        """choices, check, file, text (ruled paper) or input."""
        widget = self.bound.field.widget
        return next((kind for cls, kind in _KINDS if isinstance(widget, cls)), "input")

    @property
    def name(self) -> str:
        return self.bound.html_name

    @property
    def id(self) -> str:
        return self.bound.auto_id or self.bound.html_name

    @property
    def target(self) -> str:
        """The id an error summary links to: for a group of tiles its first one."""
        return f"{self.id}_0" if self.kind == "choices" else self.id

    @property
    def counter(self) -> int | None:
        """The most characters this text may have, shown below it; None for other controls."""
        limit = getattr(self.bound.field, "max_length", None)
        countable = isinstance(self.bound.field.widget, forms.Textarea | forms.TextInput)
        return limit if countable and limit and not isinstance(self.bound.field, forms.EmailField) else None

    @property
    def length(self) -> int:
        return len(str(self.bound.value() or ""))

    @property
    def described_by(self) -> str:
        """Ids in reading order: hint, error, counter."""
        parts = (
            (self.bound.help_text, "hint"),
            (self.bound.errors, "error"),
            (self.counter, "counter"),
        )
        return " ".join(f"{self.id}-{part}" for present, part in parts if present)

    @cached_property
    def control(self) -> SafeString:
        """The control itself with its classes and ARIA; text longer than allowed is kept, not cut by the browser."""
        attrs: dict[str, str | bool] = {
            "id": self.id,
            "aria-describedby": self.described_by or False,
            **self.attrs,
        }
        attrs["class"] = {"text": "input ruled", "input": "input"}.get(self.kind, "")
        attrs["aria-invalid"] = "true" if self.bound.errors else False
        if self.counter:
            attrs |= {"maxlength": False, "data-limit": str(self.counter)}
        return self.bound.as_widget(attrs={name: value for name, value in attrs.items() if value != ""})

    @cached_property
    def tiles(self) -> list[tuple[SafeString, str, str, str]]:
        """Of a group of choices: control, id, label, note."""
        return [
            (
                option.tag(wrap_label=False),
                option.id_for_label or "",
                str(option.choice_label),
                str(self.notes.get(str(option.data["value"]), "")),
            )
            for option in self.bound
        ]
