"""Close unreachable: after enough attempts over enough days a lead ends with a reason (CC-A9)."""

from __future__ import annotations

from provisioner.automation import amounts
from provisioner.automation.conditions import AtLeast, Before, OneOf, WhenTrue
from provisioner.automation.objects import OBJECTS as FACTS
from provisioner.automation.parameters import Parameter, Shape, schema
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Branch, Choose, Flow, Mail, Set, Steps, Text, Wait
from provisioner.automation.templates import pieces
from provisioner.automation.templates.contract import Reading, Words
from provisioner.model.counts import counted
from provisioner.model.keys import Ref

ANSWERED = ("answered_sale", "answered_offer", "answered_callback", "answered_not_interested", "answered_bad_fit")

NAME = "close_unreachable"
CODES = ("CC-A9",)
OBJECTS = ("leads", "deals")
STAGE = "required"
BUSINESS = True
TITLE = {"en": "Close after the last attempt", "he": "סגירה אחרי הניסיון האחרון"}
FIELDS = (
    Parameter("to", Shape.STAGE, "The stage of leads that were given up.", required=True),
    Parameter("attempts", Shape.COUNT, "How many attempts are enough.", 6, least=2, most=20),
    Parameter("count_property", Shape.PROPERTY, "Counts the attempts.", "cc_attempt_count"),
    Parameter("over", Shape.SPAN, "How long since the first attempt, at least.", "5bd", least="1d", most="90d"),
    Parameter("first_property", Shape.PROPERTY, "The moment of the first attempt.", "cc_first_attempt_at"),
    Parameter("result_property", Shape.PROPERTY, "How the last call ended.", "cc_last_result"),
    Parameter("answered", Shape.WORDS, "Results of a call that was a conversation: such a lead stays.", ANSWERED),
    Parameter("reason_property", Shape.PROPERTY, "Takes the reason.", "cc_disqualify_reason"),
    Parameter("reason", Shape.WORD, "The reason that is written.", "no_answer_exhausted"),
    Parameter("grace", Shape.WAIT, "A last wait after telling the owner.", least="10m", most="7d"),
    pieces.text_parameter(
        "warn_subject", "Subject for the owner.", "About to be closed: {name}", "עומד להיסגר: {name}", "grace"
    ),
    pieces.text_parameter(
        "warn_text",
        "Text for the owner.",
        "There was no conversation after the last attempt. The lead is closed unless it moves on.",
        "לא התקיימה שיחה גם אחרי הניסיון האחרון. הליד ייסגר אם לא יתקדם.",
        "grace",
    ),
)
PARAMETERS = schema(FIELDS)

stands_on = pieces.own_object


def flow(rule: Rule, context: Context) -> Flow:
    """The reason first, the stage last: with the stage the record leaves its own workflow.

    A message to the customer is not part of it: that is the template ``customer_message``.
    """
    given = rule.parameters
    enough = AtLeast(given["count_property"], given["attempts"])
    long_ago = Before(given["first_property"], pieces.ago(given["over"]))
    who = (*pieces.where(rule), pieces.since(rule, context), enough, long_ago, _unanswered(rule))
    stage = FACTS[pieces.own_object(rule)].stage
    close = (
        Set(given["reason_property"], Text(given["reason"])),
        Set(stage, Text(Ref(rule.pipeline.part(given["to"])))),
    )
    return pieces.made(rule, context, WhenTrue((who,)), _warned(rule, close), business=True)


def _unanswered(rule: Rule) -> OneOf:
    return OneOf(rule.parameters["result_property"], tuple(rule.parameters["answered"]), none=True)


def _warned(rule: Rule, close: Steps) -> Steps:
    given = rule.parameters
    if "grace" not in given:
        return close
    check = pieces.only_if("Still no conversation", ((pieces.in_stage(rule), _unanswered(rule)),), close, "Moved on")
    return (Mail(pieces.TO_OWNER, given["warn_subject"], given["warn_text"]), pieces.waiting(given["grace"]), check)


def read(given: Flow) -> Reading | None:
    found: dict[str, object] = {}
    steps = given.steps
    match steps:
        case (Mail(_, subject, text), Wait() as wait, Choose((Branch(then=then),))):
            found |= {"grace": pieces.wait_of(wait, business=True), "warn_subject": subject, "warn_text": text}
            steps = then
    match given.enrolment, steps:
        case WhenTrue((who,)), (Set(reason_property, Text(reason)), Set(_, Text(Ref(to)))):
            where = pieces.where_of(who)
            match where and where.rest:
                case (_, AtLeast(count, attempts), Before(first) as long_ago, OneOf(result, answered, True)):
                    found |= {"result_property": result, "answered": list(answered)}
                    found |= {"to": to.name, "attempts": attempts, "count_property": count, "first_property": first}
                    found |= {"over": pieces.span_of(long_ago), "reason_property": reason_property, "reason": reason}
                    return Reading(where.pipeline, where.stages[0], found) if where and where.stages else None
    return None


def sentence(rule: Rule, context: Context) -> Words:
    given = rule.parameters
    over = amounts.words(given["over"])
    here = {each: pieces.own_stage(rule, context, each) for each in ("en", "he")}
    to = {each: pieces.label(rule, context, each, given["to"]) for each in ("en", "he")}
    grace = amounts.words(given["grace"]) if "grace" in given else None
    warned = f", {grace['en']} after its owner was told" if grace else ""
    hebrew = f", {grace['he']} אחרי הודעה לבעל הליד" if grace else ""
    attempts = "ניסיון אחד" if given["attempts"] == 1 else f"{given['attempts']} ניסיונות"
    return {
        "en": f"After {counted(given['attempts'], 'attempt')} over at least {over['en']} without a conversation, a "
        "lead in "
        f"{here['en']} moves to {to['en']} with the reason {given['reason']}{warned}.",
        "he": f"אחרי {attempts} לאורך {over['he']} לפחות ללא שיחה, ליד בשלב {here['he']} עובר לשלב "
        f"{to['he']} עם הסיבה {given['reason']}{hebrew}.",
    }
