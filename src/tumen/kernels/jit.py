"""The two ways in which kernels are compiled.

Both keep the result on disk, and let other threads run meanwhile. No fast-math, so that bits stay; divisions follow
IEEE 754 instead of being checked one by one.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])
_OPTIONS: dict[str, Any] = {"cache": True, "error_model": "numpy", "no_cfunc_wrapper": True, "nogil": True}
_INNER: dict[str, Any] = {**_OPTIONS, "no_cpython_wrapper": True}


def compiled(function: Function) -> Function:
    """Compile `function` on its first call."""
    return cast("Function", njit(**_OPTIONS)(function))


def inner(function: Function) -> Function:
    """Compile a function that only kernels call: without the way in from Python, which costs seconds of compiling."""
    return cast("Function", njit(**_INNER)(function))
