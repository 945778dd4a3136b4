"""Where the packages meet, and the only place they do."""
