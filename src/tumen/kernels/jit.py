"""The ways in which kernels are compiled.

All keep the result on disk, and let other threads run meanwhile. No fast-math, so that bits stay; divisions follow
IEEE 754 instead of being checked one by one.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])
_OPTIONS: dict[str, Any] = {"cache": True, "error_model": "numpy", "no_cfunc_wrapper": True, "nogil": True}
_INNER: dict[str, Any] = {**_OPTIONS, "no_cpython_wrapper": True}
_UNCOUNTED: dict[str, Any] = {"_nrt": False}


def compiled(function: Function) -> Function:
    """Compile `function` on its first call."""
    return cast("Function", njit(**_OPTIONS)(function))


def inner(function: Function) -> Function:
    """Compile a function that only kernels call: without the way in from Python, which costs seconds of compiling."""
    return cast("Function", njit(**_INNER)(function))


def whole(function: Function) -> Function:
    """Compile a function that makes no arrays, on its first call.

    It and those below it do not count who holds an array: for small work on many arrays that costs more than the work.
    """
    return cast("Function", njit(**_OPTIONS, **_UNCOUNTED)(function))


def leaf(function: Function) -> Function:
    """Compile likewise a function that only kernels call."""
    return cast("Function", njit(**_INNER, **_UNCOUNTED)(function))


def inlined(function: Function) -> Function:
    """Put a function into the one that calls it, where handing it many arrays would cost more than what it does."""
    return cast("Function", njit(**_INNER, **_UNCOUNTED, inline="always")(function))
