"""Speed, measured side by side with what it is compared to; run by ``make bench``."""
