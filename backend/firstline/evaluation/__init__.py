"""How good the intake is, measured on cases that people wrote (docs/evaluation.md)."""
