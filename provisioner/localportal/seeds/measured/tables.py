"""The pipelines of the two sales modes, with what the generator needs of each stage."""

from __future__ import annotations

from dataclasses import dataclass

WON, LOST = "won", "lost"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. `mark` is the probability of a deal stage or the state of a lead stage; `days` the target age."""

    id: str
    label: str
    mark: str
    category: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One pipeline with its open stages in order, and for deals the two that close them."""

    object: str
    id: str
    label: str
    stages: tuple[Stage, ...]

    @property
    def open(self) -> tuple[Stage, ...]:
        """The stages in which a deal is open."""
        return tuple(stage for stage in self.stages if stage.mark not in ("1.0", "0.0"))

    def stage(self, name: str) -> Stage:
        """A stage by the end of its id."""
        return next(stage for stage in self.stages if stage.id == f"{self.id}_{name}")


def _pipeline(kind: str, pipeline_id: str, label: str, *rows: tuple[str, str, str, str, int]) -> Pipeline:
    stages = tuple(Stage(f"{pipeline_id}_{row[0]}", *row[1:]) for row in rows)
    return Pipeline(kind, pipeline_id, label, stages)


CC_LEADS = _pipeline(
    "leads", "cc_leads", "Inbound leads",
    ("new", "New", "NEW", "", 0),
    ("attempting", "Attempting", "IN_PROGRESS", "", 5),
    ("connected", "Connected", "IN_PROGRESS", "", 1),
    ("callback_set", "Callback set", "IN_PROGRESS", "", 0),
    ("qualified", "Qualified", "QUALIFIED", "", 0),
    ("disqualified", "Disqualified", "UNQUALIFIED", "", 0),
)  # fmt: skip
CC_SALES = _pipeline(
    "deals", "cc_sales", "Call centre sales",
    ("offer_presented", "Offer presented", "0.4", "PIPELINE", 1),
    ("awaiting_decision", "Awaiting decision", "0.6", "BEST_CASE", 3),
    ("payment_in_process", "Payment in process", "0.9", "COMMIT", 1),
    (WON, "Won", "1.0", "CLOSED", 0),
    (LOST, "Lost", "0.0", "OMIT", 0),
)  # fmt: skip
NEW_BUSINESS = _pipeline(
    "deals", "b2b_new_business", "B2B new business",
    ("prospecting", "Prospecting", "0.1", "OMIT", 14),
    ("qualified", "Qualified", "0.2", "PIPELINE", 14),
    ("needs_mapped", "Needs mapped", "0.3", "PIPELINE", 21),
    ("solution_presented", "Solution presented", "0.5", "PIPELINE", 21),
    ("proposal_sent", "Proposal sent", "0.6", "BEST_CASE", 14),
    ("negotiation", "Negotiation", "0.8", "BEST_CASE", 21),
    ("contract_signing", "Contract signing", "0.9", "COMMIT", 10),
    (WON, "Won", "1.0", "CLOSED", 0),
    (LOST, "Lost", "0.0", "OMIT", 0),
)  # fmt: skip
GROWTH = _pipeline(
    "deals", "b2b_account_growth", "Account growth",
    ("idea_identified", "Idea identified", "0.2", "PIPELINE", 0),
    ("value_review_held", "Value review held", "0.4", "PIPELINE", 0),
    ("proposal", "Proposal", "0.6", "BEST_CASE", 0),
    ("agreement", "Agreement", "0.8", "COMMIT", 0),
    (WON, "Won", "1.0", "CLOSED", 0),
    (LOST, "Lost", "0.0", "OMIT", 0),
)  # fmt: skip

SOURCES = ("google_search", "social_paid", "website_form", "landing_page", "phone_inbound", "whatsapp", "referral",
           "event", "social_organic", "partner", "outbound", "other")  # fmt: skip
LOSS_REASONS = ("price", "no_budget", "timing", "no_need", "competitor", "no_decision", "no_response", "bad_fit",
                "terms", "duplicate", "other")  # fmt: skip
DISQUALIFIED = ("wrong_number", "no_answer_exhausted", "not_interested", "not_now", "no_budget", "out_of_area",
                "duplicate", "existing_customer", "spam", "do_not_call")  # fmt: skip
HANDOFF = ("none", "proposed", "accepted", "returned")
BUYING = ("decision_maker", "economic_buyer", "champion", "influencer", "blocker", "procurement_legal")
