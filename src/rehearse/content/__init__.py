"""Files to validated records."""
