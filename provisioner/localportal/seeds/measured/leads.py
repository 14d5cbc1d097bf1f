"""Leads of the period: first contacts are laid on a grid of days and reps, and the enquiry is put before them.

Each rep makes the same number of first contacts on a day, so that "per rep" and "all reps" vary alike. How long a lead
waited in open time is drawn first; the calendar then says when it must have come in.
"""

from __future__ import annotations

from provisioner.localportal.seeds.measured.calendars import DAY, HOUR, MINUTE, SECOND, Clock, OpenDay
from provisioner.localportal.seeds.measured.calls import Calls
from provisioner.localportal.seeds.measured.centre import Centre, Lead
from provisioner.localportal.seeds.measured.deals import Deals
from provisioner.localportal.seeds.measured.frame import Dice, Frame
from provisioner.localportal.seeds.measured.ground import Crew
from provisioner.localportal.seeds.measured.tally import LeadTally

# Source -> how many of its leads become deals, in hundredths.
RATES = {"google_search": 15, "social_paid": 6, "website_form": 14, "landing_page": 10, "phone_inbound": 22,
         "whatsapp": 13, "referral": 38, "event": 9, "social_organic": 8, "partner": 20, "other": 5}  # fmt: skip
BUCKETS = (("5", 5), ("15", 15), ("60", 60), ("1440", 1440), ("more", 10**9))
WINDOW_DAYS = 30
_WAITS = ((0.02, 0, 0), (0.03, 300, 300), (0.56, 5, 299), (0.17, 301, 900), (0.12, 901, 3600), (0.08, 3601, 40_000),
          (0.02, 86_400, 110_000))  # fmt: skip
_NEVER = (("open", 0.6), ("imported", 0.15), ("doubled", 0.1), ("spam", 0.08), ("duplicate", 0.07))
_AFTER = (("attempting", 0.32), ("connected", 0.2), ("callback_set", 0.1), ("disqualified", 0.38))
_REASONS = ("not_interested", "no_answer_exhausted", "no_budget", "wrong_number", "not_now")


class Leads:
    """Makes the leads of the period with their first contacts, and the deals that some of them became."""

    def __init__(
        self, dice: Dice, frame: Frame, clock: Clock, crew: Crew, centre: Centre, deals: Deals, calls: Calls,
        tally: LeadTally,
    ) -> None:  # fmt: skip
        self._dice, self._frame, self._clock, self._crew = dice, frame, clock, crew
        self._centre, self._deals, self._calls, self._tally = centre, deals, calls, tally
        self._reached = clock.spent(frame.start)
        self._days = [
            day for day in clock.between(frame.start, frame.until) if min(day.closes, frame.now) - day.opens >= 2 * HOUR
        ]
        self._again: list[tuple[int, int]] = []
        self.hand_off = False

    def make(self, count: int) -> int:
        """So many leads (about); returns how many deals they became."""
        tried = max(len(self._crew.reps), count * 85 // 100)
        became = 0
        for day, number in self._grid(tried // len(self._crew.reps)):
            for _ in range(number):
                for rep in self._crew.reps:
                    became += self._tried(day, rep)
        for _ in range(max(1, count - tried)):
            self._never()
        return became

    def _grid(self, each: int) -> list[tuple[OpenDay, int]]:
        """How many first contacts each rep makes on each open day; short days have about half, none has nothing."""
        weights = [(5 if day.short else 10) * self._dice.whole(7, 13) for day in self._days]
        total = sum(weights)
        numbers = [max(1, each * weight // total) for weight in weights]
        self._tally.attempts = {day.day.isoformat(): number for day, number in zip(self._days, numbers, strict=True)}
        return list(zip(self._days, numbers, strict=True))

    def _tried(self, day: OpenDay, rep: str) -> int:
        """A lead that was tried on a day: how it waited, then when it came in, then what became of it."""
        dice, frame = self._dice, self._frame
        entry, tried, wait, negative = self._waited(day)
        created = entry
        if not negative and dice.hits(0.2) and entry + 20 * MINUTE < min(frame.end, tried):
            created = entry + dice.whole(1, 600) * SECOND
        lead = self._centre.new_lead(entry, created, dice.pick(_AFTER), rep, dice.choice(tuple(RATES)))
        lead.tried, lead.stamped = tried, dice.hits(0.8)
        if dice.hits(0.01):
            self._centre.merge_person(lead)
        lead.reason = dice.choice(_REASONS) if lead.stage == "disqualified" else ""
        bucket = next(name for name, minutes in BUCKETS if wait <= minutes * MINUTE)
        counted = self._tally
        counted.waits.append(wait)
        counted.negative += negative
        counted.in_time += wait <= 5 * MINUTE
        counted.buckets[bucket] += 1
        became, in_time = self._became(lead)
        counted.bucket_deals[bucket] += in_time
        self._handed(lead)
        self._settle(lead, inbound=True, deal_in_time=in_time)
        self._calls.out(tried, rep, lead.contact)
        if dice.hits(0.05) and entry + 2 * DAY < frame.until:
            self._again.append((lead.contact, entry))
        return became

    def _waited(self, day: OpenDay) -> tuple[int, int, int, bool]:
        """(entry, first attempt, open time between them, whether the attempt came before the entry)."""
        dice, frame = self._dice, self._frame
        closes = min(day.closes, frame.now - MINUTE)
        before = max(frame.start, self._closed_since(day))
        kind = dice.chance()
        if kind < 0.02:
            tried = dice.second(day.opens + 10 * MINUTE, closes - 10 * MINUTE)
            return tried + dice.whole(30, 300) * SECOND, tried, 0, True
        if kind < 0.04 and day.opens - before > 3 * HOUR:
            tried = dice.second(day.opens - HOUR, day.opens)
            return dice.second(before, tried), tried, 0, False
        if kind < 0.24 and day.opens - before > HOUR:
            wait = min(self._wait(), closes - day.opens - SECOND)
            return dice.second(before, day.opens), day.opens + wait, wait, False
        tried = dice.second(day.opens, closes)
        spent = self._clock.spent(tried)
        wait = min(self._wait(), spent - self._reached)
        entry = max(self._clock.at(spent - wait), frame.start) if wait else tried
        return entry, tried, wait, False

    def _closed_since(self, day: OpenDay) -> int:
        place = self._clock.days.index(day)
        return self._clock.days[place - 1].closes

    def _wait(self) -> int:
        left = self._dice.chance()
        for share, low, high in _WAITS:
            left -= share
            if left < 0:
                return self._dice.whole(low, high) * SECOND
        return MINUTE

    def _became(self, lead: Lead) -> tuple[int, bool]:
        """The deals of a lead: (how many, whether one came within the window)."""
        dice, frame, tried = self._dice, self._frame, lead.tried or lead.entry
        begins = max(tried, lead.entry, lead.created) + 10 * MINUTE
        ends = min(frame.now - HOUR, begins + 3 * DAY)
        if dice.hits(RATES[lead.source] / 100) and begins < ends:
            created = dice.second(begins, ends)
            made = self._deal(lead, created)
            if dice.hits(0.03):
                made += self._deal(lead, created + MINUTE)
            return made, True
        late = lead.entry + (WINDOW_DAYS + 1) * DAY
        if dice.hits(0.02) and late < frame.now - DAY:
            self._tally.converted_late += 1
            return self._deal(lead, dice.second(late, min(frame.now - HOUR, late + 20 * DAY))), False
        if dice.hits(0.005):
            self._centre.expect(lead)
            lead.first_deal = self._deals.earlier(lead.entry, (lead.id, lead.entry), lead.owner, lead.source)
            lead.deals += 1
            return 1, False
        return 0, False

    def _deal(self, lead: Lead, created: int) -> int:
        self._centre.expect(lead)
        self._deals.from_lead(created, (lead.id, lead.entry), lead.owner, lead.source)
        lead.deals += 1
        lead.first_deal = created if lead.first_deal is None else min(created, lead.first_deal)
        lead.stage, lead.reason = "qualified", ""
        return 1

    def _handed(self, lead: Lead) -> None:
        """Some leads of a hybrid are handed to account managers, who take them at once, late, or give them back."""
        dice, frame = self._dice, self._frame
        if not self.hand_off or lead.stage != "connected" or not dice.hits(0.5):
            return
        after = [day for day in self._days if day.opens > (lead.tried or 0) and day.day.weekday() in (6, 0, 1, 2)]
        if not after or after[0].opens + 4 * DAY > frame.until or after[0].short:
            return
        proposed = after[0].opens + dice.whole(30, 240) * MINUTE
        answered = dice.pick((("quick", 0.7), ("slow", 0.15), ("returned", 0.1), ("waiting", 0.05)))
        lead.handoff = ((proposed, "proposed"),)
        self._tally.proposed += 1
        if answered == "waiting":
            return
        at = proposed + (2 * DAY if answered == "slow" else dice.whole(5, 239) * MINUTE)
        lead.handoff += ((at, "returned" if answered == "returned" else "accepted"),)
        self._tally.accepted += answered != "returned"
        self._tally.accepted_in_time += answered == "quick"
        self._tally.returned += answered == "returned"

    def _never(self) -> None:
        """A lead that nobody tried to reach."""
        dice, kind = self._dice, self._dice.pick(_NEVER)
        if kind == "doubled" and not self._again:
            kind = "open"
        person, entry = self._again.pop() if kind == "doubled" else (0, self._untried_entry())
        if person:
            entry += dice.whole(60, 1200) * MINUTE
        whose = dice.pick((("nobody", 0.2), ("gone", 0.05), ("queue", 0.05), ("rep", 0.7)))
        owner = {"nobody": "", "gone": self._crew.gone, "queue": self._crew.queue}.get(whose, "")
        owner = dice.choice(self._crew.reps) if whose == "rep" else owner
        stage = "disqualified" if kind in ("spam", "duplicate") else "new"
        source = "outbound" if kind == "imported" else dice.choice(tuple(RATES))
        lead = self._centre.new_lead(entry, entry, stage, owner, source)
        lead.imported, lead.reason = kind == "imported", kind if stage == "disqualified" else ""
        lead.contact = person or lead.contact
        counted = self._tally
        counted.imported += kind == "imported"
        counted.doubled += kind == "doubled"
        counted.never_open += kind == "open"
        counted.never_closed += stage == "disqualified"
        counted.buckets["never"] += kind in ("open", "spam", "duplicate")
        counted.unwanted[kind] += stage == "disqualified"
        self._settle(lead, inbound=kind != "imported", deal_in_time=False, person=not person)

    def _untried_entry(self) -> int:
        """Some time of the period after which the centre was open for at least a day."""
        return self._dice.second(self._frame.start, max(self._frame.start + DAY, self._frame.until - 4 * DAY))

    def _settle(self, lead: Lead, *, inbound: bool, deal_in_time: bool, person: bool = True) -> None:
        """Count what is common to all leads, and write it."""
        dice, counted = self._dice, self._tally
        counted.gross += 1
        counted.by_source[lead.source] += 1
        if inbound:
            counted.inbound += 1
            counted.converted += deal_in_time
            rated = counted.rated[lead.source, lead.owner]
            rated[0] += 1
            rated[1] += deal_in_time
        if lead.stage not in ("qualified", "disqualified"):
            if dice.hits(0.8):
                lead.next_at = dice.second(self._frame.now + HOUR, self._frame.now + 5 * DAY)
            told = {"no_owner": not lead.owner, "archived_owner": lead.owner == self._crew.gone,
                    "no_next_step": lead.next_at is None}  # fmt: skip
            gaps = [name for name, one in told.items() if one]
            counted.open += 1
            counted.leaks.update(gaps)
            counted.leaking += bool(gaps)
        self._centre.write(lead)
        if person:
            self._centre.person(lead)
