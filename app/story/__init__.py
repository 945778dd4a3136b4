"""A whole plan, told once: the demonstration plays it, the journey tests live it, and so does a real browser."""
