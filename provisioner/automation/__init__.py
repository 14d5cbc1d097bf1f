"""Automation: sales rules compiled to HubSpot workflows and read back, their calendars and their doses."""
