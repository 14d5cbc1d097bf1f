"""The papers, held against the program."""
