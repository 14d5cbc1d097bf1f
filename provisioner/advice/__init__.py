"""The decision guide: twelve questions, and from their answers the way of selling that a blueprint is written for."""
