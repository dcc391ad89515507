"""What the models of all TOML files share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


def refers(kind: str, about: str, **more: Any) -> Any:  # noqa: ANN401 - pydantic's own Field is as loose
    """Describe a field whose text, or list of texts, names things of a kind."""
    return Field(description=about, json_schema_extra={"refers_to": kind}, **more)


def table(kinds: str, about: str) -> Any:  # noqa: ANN401
    """Describe an optional table; `kinds` is ``kind of its keys=kind of its values``."""
    return Field(default_factory=dict, description=about, json_schema_extra={"refers_to": kinds})


class Strict(BaseModel):
    """Nothing is converted, and nothing unknown is passed over."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, validate_by_name=False, validate_by_alias=True)


Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9_-]*$")]
