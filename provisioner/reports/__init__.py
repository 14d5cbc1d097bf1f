"""Plans, runs and errors as text, Markdown and JSON: one module a format."""
