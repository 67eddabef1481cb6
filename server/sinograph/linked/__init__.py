"""Things as linked data: what is known of each, who says so, and how it is written for readers and programs."""
