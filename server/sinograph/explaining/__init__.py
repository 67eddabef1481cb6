"""Why something holds: proofs from a release, down to the quotes, without reasoning again.

:class:`Knowledge` is what is known of a release, :func:`explain` and :func:`overview` answer from it, and one module
for each form writes the answer: ``tree`` for terminals, ``documents`` for JSON, ``provenance`` for RDF, ``diagrams``.
"""

from sinograph.explaining.explanation import Explanation, Overview, explain, overview
from sinograph.explaining.knowledge import Knowledge
from sinograph.explaining.proof import Proof

__all__ = ["Explanation", "Knowledge", "Overview", "Proof", "explain", "overview"]
