"""The two ways in which kernels are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile `function` on its first call and keep the result on disk.

    No fast-math, so that bits stay. Divisions follow IEEE 754 instead of being checked one by one.
    """
    return cast("Function", njit(cache=True, error_model="numpy", no_cfunc_wrapper=True)(function))


def inner(function: Function) -> Function:
    """Compile a function that only kernels call: without the way in from Python, which costs seconds of compiling."""
    made = njit(cache=True, error_model="numpy", no_cfunc_wrapper=True, no_cpython_wrapper=True)(function)
    return cast("Function", made)
