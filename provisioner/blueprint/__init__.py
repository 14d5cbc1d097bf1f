"""Reading and checking: YAML with its places, imports, parameters, schema and lint, until a Blueprint stands."""
