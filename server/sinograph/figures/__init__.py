"""What is said of models in figures: sizes, dates, scores and prices, each with the passages that say so."""

from sinograph.figures.comparison import Comparison
from sinograph.figures.models import compare_models

__all__ = ["Comparison", "compare_models"]
