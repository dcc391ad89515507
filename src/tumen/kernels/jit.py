"""The one way in which kernels are compiled."""

from typing import TypeVar

from numba import njit

Function = TypeVar("Function")


def compiled(function: Function) -> Function:
    """Compile `function` on its first call and keep the result on disk; no fast-math, so that bits stay."""
    result: Function = njit(cache=True)(function)
    return result
