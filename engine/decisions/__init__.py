"""Decision models to the DMN standard, versions 1.1 to 1.5: compiled once, evaluated with a trace."""

from engine.decisions.findings import Finding
from engine.decisions.model import DecisionModel, check_model, compile_model, load_model
from engine.decisions.outcome import FiredRule, Outcome

__all__ = ["DecisionModel", "Finding", "FiredRule", "Outcome", "check_model", "compile_model", "load_model"]
