"""FEEL, the expression language of DMN 1.5 (chapter 10): compile once, evaluate often, nothing can execute code."""

from engine.feel.errors import Diagnostic, FeelError, FeelExternalRefused, FeelLimitExceeded, FeelSyntaxError
from engine.feel.expression import Expression, Vocabulary, compile_expression, compile_unary_tests
from engine.feel.json_values import from_json, to_json
from engine.feel.limits import Run
from engine.feel.printing import to_feel
from engine.feel.types import FeelType, coerce, conforms, parse_type
from engine.feel.values import FeelFunction, Range, feel_value

__all__ = [
    "Diagnostic",
    "Expression",
    "FeelError",
    "FeelExternalRefused",
    "FeelFunction",
    "FeelLimitExceeded",
    "FeelSyntaxError",
    "FeelType",
    "Range",
    "Run",
    "Vocabulary",
    "coerce",
    "compile_expression",
    "compile_unary_tests",
    "conforms",
    "feel_value",
    "from_json",
    "parse_type",
    "to_feel",
    "to_json",
]
