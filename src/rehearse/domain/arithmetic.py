"""Arithmetic written in answer keys, worked out without running any code."""

import ast
import math
import operator
from collections.abc import Callable
from functools import lru_cache

BIGGEST = 1e18
"""A result beyond this is taken for a slip of the pen; no key needs it."""
LONGEST = 400
"""Characters of a formula."""

_OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "sqrt": math.sqrt, "ln": math.log, "log": math.log, "log2": math.log2, "exp": math.exp,
    "ceil": math.ceil, "floor": math.floor, "min": min, "max": max,
}  # fmt: skip
_CONSTANTS = {"pi": math.pi}
ALLOWED = f"numbers, + - * / ** ( ), {', '.join(_FUNCTIONS)} and {', '.join(_CONSTANTS)}"


class FormulaError(ValueError):
    """A formula that cannot be worked out; the message quotes it."""


@lru_cache(maxsize=1024)
def evaluate(formula: str) -> float:
    """The value of a formula such as ``0.95*0.01 / (0.95*0.01 + 0.05*0.99)``; ``ln`` and ``log`` are natural."""
    return _guarded(formula, _parse(formula))


@lru_cache(maxsize=256)
def steps(formula: str) -> frozenset[float]:
    """The values of a formula and of everything in it: what somebody who works it out may say on the way."""
    body = _parse(formula)
    return frozenset(_guarded(formula, node) for node in ast.walk(body) if isinstance(node, ast.expr) and not _is_function_name(node))


def _parse(formula: str) -> ast.expr:
    if len(formula) > LONGEST:
        raise FormulaError(f"formula {formula[:40]!r}... has {len(formula)} characters: write at most {LONGEST}")
    try:
        return ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError(f"formula {formula!r} is not arithmetic: write {ALLOWED}") from None


def _guarded(formula: str, node: ast.expr) -> float:
    try:
        value = _value(node, formula)
    except FormulaError:
        raise
    except ZeroDivisionError:
        raise FormulaError(f"formula {formula!r} divides by zero") from None
    except OverflowError:
        value = math.inf
    except (ValueError, TypeError) as error:
        raise FormulaError(f"formula {formula!r} has no value: {error}") from None
    if not abs(value) <= BIGGEST:
        raise FormulaError(f"formula {formula!r} comes to more than {BIGGEST:g}: check its powers")
    return value


def _value(node: ast.expr, formula: str) -> float:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(operand, formula))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_value(left, formula), _value(right, formula), formula)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, formula), _value(right, formula))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            return float(_FUNCTIONS[name](*(_value(arg, formula) for arg in args)))
    raise FormulaError(f"formula {formula!r} holds {ast.unparse(node)!r}: only {ALLOWED} may be used")


def _power(base: float, exponent: float, formula: str) -> float:
    value = base**exponent
    if isinstance(value, complex):
        raise FormulaError(f"formula {formula!r} takes a root of the negative number {base:g}")
    return float(value)


def _is_function_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in _FUNCTIONS
