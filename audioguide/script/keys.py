"""Keys declared where they stand: what each is, how YAML holds it, and values that it may have.
The reader, the JSON Schema and the messages are derived from the models."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar, cast, dataclass_transform, overload

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.fields import FieldInfo

from audioguide.core.problem import Place
from audioguide.script.forms.form import Form, Key

T = TypeVar("T")
D = TypeVar("D")


@overload
def key(form: Form[T], description: str, examples: Sequence[object]) -> T: ...
@overload
def key(form: Form[T], description: str, examples: Sequence[object], *, default: D) -> T | D: ...
def key(
    form: Form[Any], description: str, examples: Sequence[object], *, default: Any = ...
) -> Any:
    """A field that is a key of the mapping; one without a default may not be left out. Typed as
    its value, so that a type checker holds the field's type against the form's."""
    declared = {"key": Key(form, description, examples)}
    return Field(default, json_schema_extra=cast(dict[str, JsonValue], declared))


@dataclass_transform(kw_only_default=True, field_specifiers=(key, Field))
class Model(BaseModel):
    """A value read from YAML: frozen, and no key unknown. Its fields are keys, declared by `key`,
    but for those marked `exclude`: they are what reading adds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Place = Field(exclude=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        """See that no key was forgotten to be declared."""
        super().__pydantic_init_subclass__(**options)
        for name, field in cls.model_fields.items():
            if not field.exclude and not isinstance(_declared(field), Key):
                raise TypeError(f"{cls.__name__}.{name} is neither a `key` nor excluded")


@cache
def keys_of(model: type[Model]) -> dict[str, Key[object]]:
    """The keys of a model, in order."""
    fields = model.model_fields.items()
    return {
        name: cast(Key[object], _declared(field)) for name, field in fields if not field.exclude
    }


@cache
def required(model: type[Model]) -> tuple[str, ...]:
    """The keys that may not be left out."""
    return tuple(name for name in keys_of(model) if model.model_fields[name].is_required())


def _declared(field: FieldInfo) -> object:
    extra = field.json_schema_extra
    return extra.get("key") if isinstance(extra, dict) else None
