"""The spoken side of the page: what it says aloud, what it hears, and the routes and scripts for both."""
