"""The nouns of provisioner: frozen values that every other room takes and returns; imports nothing of ours."""
