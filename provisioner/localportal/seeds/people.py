"""Invented people, firms and wares."""

from __future__ import annotations

TEAM = (
    ("Noa", "Levi"), ("Amit", "Cohen"), ("Yael", "Mizrahi"), ("Omer", "Peretz"), ("Tamar", "Biton"),
    ("Daniel", "Azulay"), ("Shira", "Friedman"), ("Eitan", "Katz"), ("Maya", "Sharon"), ("Ido", "Golan"),
)  # fmt: skip
FIRST_NAMES = ("Adam", "Avigail", "Dana", "Elad", "Gal", "Hila", "Itay", "Keren", "Lior", "Michal", "Nadav", "Roni",
               "Sapir", "Tal", "Uri", "Yonatan")  # fmt: skip
LAST_NAMES = ("Amsalem", "Ben David", "Dahan", "Elbaz", "Gabay", "Hadad", "Klein", "Malka", "Navon", "Ohana", "Regev",
              "Segal", "Tzur", "Vaknin", "Zohar")  # fmt: skip
FIRMS = ("Carmel Foods", "Galil Optics", "Negev Solar", "Sharon Logistics", "Arava Seeds", "Hermon Clinics",
         "Yarkon Print", "Gilboa Textiles", "Lachish Wines", "Kinneret Tours", "Tavor Tools")  # fmt: skip
WARES = ("yearly plan", "starter plan", "renewal", "extra seats", "training", "service contract")
