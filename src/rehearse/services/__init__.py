"""What the application does, over ports."""
