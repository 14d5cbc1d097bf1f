"""What a KPI is: its definition, and how what a tally found becomes a measurement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from provisioner.kpi import gathering, remedies
from provisioner.kpi import needs as required
from provisioner.kpi.context import Context
from provisioner.kpi.measurement import Excluded, Grade, Measurement, Segment, Unit
from provisioner.kpi.needs import Need
from provisioner.kpi.scales import Scale, graded, worse
from provisioner.kpi.tallies import Counting, Outcome, Pass, Records
from provisioner.kpi.texts import Text, filled, said
from provisioner.model import measure_reasons

_NOT_AVAILABLE = said("No grade: {why}.", "אין ציון: {why}.")
_LOW_SAMPLE = said(
    "Only {n} so far: too few to judge; look again later.", "רק {n} עד כה: מעט מדי לשיפוט, לבדוק שוב בהמשך."
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A KPI. ``scales``: how its figures are graded, ``value`` the main one.

    ``against``: what a target of the company's own does. It moves the ``scale``; or value ÷ ``target`` is graded, and
    without a target there is no grade; or the KPI compares by its ``own`` rule.

    ``sample`` names the minimum of the settings below which there is no grade; empty for a sum, which is true however
    few records it has. ``looks``: ``back`` over the period, at ``now``, or ``ahead`` to the end of the period.
    ``in_money``: it is compared with targets in the company's currency. ``stands_now``: it tells of open records as
    they stand when the portal is read, the same for whichever period, so that no trend can be made of it.
    ``of_hybrid``: the mode whose pipelines alone a hybrid's figure is of, where those of both make no sense together.
    """

    id: str
    name: Text
    unit: Unit
    modes: frozenset[str]
    needs: tuple[Need, ...]
    start: Callable[[Pass], Counting]
    advice: Mapping[Grade, Text]
    method: Text
    scales: Mapping[str, Scale] = field(default_factory=dict)
    against: str = "scale"
    sample: str = ""
    looks: str = "back"
    in_money: bool = False
    stands_now: bool = False
    of_hybrid: str = ""

    def scale(self, context: Context, name: str = "value") -> Scale:
        """The scale in force for one of its figures."""
        own = context.settings.own(self.id)
        if name in own.scales:
            return own.scales[name]
        usual = self.scales[name]
        aimed = name == "value" and self.against == "scale"
        return usual.aimed(own.target) if aimed and own.target is not None else usual

    def least(self, context: Context) -> int:
        return context.settings.least(self.sample)

    def blocked(self, context: Context) -> str:
        """Why there can be no figure whatever the records say, as a code; empty when there can."""
        if self.looks == "back" and context.period.start >= context.now:
            return "period_in_future"
        if self.looks == "ahead" and context.is_over:
            return "period_over"
        expected = context.settings.currency
        if self.in_money and expected and expected != context.company_currency:
            return "other_currency"
        return required.unmet(self.needs, context)

    def measurement(self, outcome: Outcome, context: Context) -> Measurement:
        target = self._target(outcome, context)
        grade, reason = self._grade(outcome, target, context)
        return Measurement(
            id=self.id,
            name=self.name,
            value=outcome.value,
            unit=outcome.unit or self.unit,
            n=outcome.n,
            numerator=outcome.numerator,
            denominator=outcome.denominator,
            grade=grade,
            target=target,
            currency=context.company_currency,
            excluded=tuple(Excluded(code, n) for code, n in sorted(outcome.excluded.items()) if n),
            properties=self.properties(context),
            method=outcome.method or self.method,
            segments=_wanted(outcome.segments, context),
            advice=self.words(grade, reason, outcome.n),
            reason=reason,
            details=outcome.details,
            remedy=remedies.remedy(self.id, self.needs, reason, context),
        )

    def _target(self, outcome: Outcome, context: Context) -> Decimal | None:
        own = context.settings.own(self.id).target
        if outcome.target is not None or own is not None or self.against != "scale":
            return own if outcome.target is None else outcome.target
        return self.scale(context).good

    def _grade(self, outcome: Outcome, target: Decimal | None, context: Context) -> tuple[Grade, str]:
        if outcome.grade is not None or outcome.reason:
            return outcome.grade or Grade.NOT_AVAILABLE, outcome.reason
        number = outcome.value if outcome.graded is None else outcome.graded
        if number is None:
            return Grade.NOT_AVAILABLE, "no_records"
        if self.against == "target" and not target:
            capped = outcome.at_best is not Grade.GOOD
            return (outcome.at_best, "") if capped else (Grade.NOT_AVAILABLE, "no_target")
        number = number / target if self.against == "target" and target else number
        return worse(graded(number, self.scale(context), outcome.n, self.least(context)), outcome.at_best), ""

    def measure(self, records: Records, context: Context) -> Measurement:
        """This KPI alone; ``gathering`` measures several in one pass."""
        return gathering.measure((self,), records, context)[self.id]

    def words(self, grade: Grade, reason: str, n: int) -> Text:
        """The advice for a grade; where there is none, why."""
        if grade is Grade.LOW_SAMPLE:
            return filled(self.advice.get(grade, _LOW_SAMPLE), n=n)
        if grade is Grade.NOT_AVAILABLE:
            return filled(_NOT_AVAILABLE, why=measure_reasons.TEXTS[reason])
        return self.advice[grade]

    def properties(self, context: Context) -> tuple[str, ...]:
        """The property names in use, as ``object type.name``; those that the portal lacks are left out."""
        found = {
            f"{need.object_type}.{name}"
            for need in required.in_force(self.needs, context.settings.variants)
            for name in (*need.properties, *_times(need, context))
            if name not in context.lacking.get(need.object_type, frozenset())
        }
        return tuple(sorted(found))


def _times(need: Need, context: Context) -> set[str]:
    stages = [stage for (object_type, _), stage in context.stages.items() if object_type == need.object_type]
    entered = {stage.entered for stage in stages if "entered" in need.stage_times}
    return (entered | {stage.cumulative for stage in stages if "cumulative" in need.stage_times}) - {""}


def _wanted(segments: tuple[Segment, ...], context: Context) -> tuple[Segment, ...]:
    wanted = context.settings.segments
    return tuple(one for one in segments if not wanted or one.by in wanted)
