"""Which folders are installed: the program, and inside it the ready-made blueprints, which stand beside it here."""

from setuptools import find_packages, setup

BLUEPRINTS = "provisioner.blueprints_data"

setup(packages=[*find_packages(include=["provisioner*"]), BLUEPRINTS], package_dir={BLUEPRINTS: "blueprints"})
