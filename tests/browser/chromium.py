"""Which browser the tests drive, as the environment says.

The variable is the tests' own. The settings refuse names that they do not know, so it is taken out of the environment
before anything reads them.
"""

from __future__ import annotations

import os
from typing import Final

CHROMIUM: Final = os.environ.pop("SINOGRAPH_CHROMIUM", None) or None
