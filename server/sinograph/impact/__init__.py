"""What if it were not so: what falls with passages that are withdrawn, and which passages a conclusion rests on.

Both are computed from the derivations of a release, without building or reasoning again.
"""

from sinograph.impact.before import Before
from sinograph.impact.impact import Impact, impact_of
from sinograph.impact.supports import Supports, supports_of

__all__ = ["Before", "Impact", "Supports", "impact_of", "supports_of"]
