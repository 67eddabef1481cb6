from __future__ import annotations

import hypothesis

hypothesis.settings.register_profile("long", deadline=None)
