"""The dose policy: judges workflows, ours and live ones, by how much automation a pipeline of a sales mode may bear."""

from __future__ import annotations

from collections.abc import Sequence

from provisioner.automation.doses_classify import classify
from provisioner.automation.doses_data import LEVELS, TABLE
from provisioner.automation.doses_flow import of_flow
from provisioner.automation.doses_policy import JudgedFlow, Measure, Names, Override, Policy, intensities
from provisioner.automation.doses_setting import Setting, read
from provisioner.automation.doses_together import of_centre, of_counts, of_lifecycle, of_measures, of_mode, of_writers
from provisioner.automation.doses_wording import fix, message
from provisioner.model.findings import Finding

__all__ = [
    "LEVELS",
    "TABLE",
    "JudgedFlow",
    "Measure",
    "Names",
    "Override",
    "Policy",
    "classify",
    "fix",
    "intensities",
    "judge",
    "message",
]


def judge(flows: Sequence[JudgedFlow], policy: Policy, measures: Sequence[Measure] = ()) -> list[Finding]:
    """Everything about the dose that deserves a word: DOSE001 to DOSE011, first the mode, then flow by flow.

    Workflows of others are judged where they are switched on and touch a pipeline of the policy; what they break is a
    warning. The order follows that of ``flows``, so the same input gives the same list.
    """
    setting = Setting.of(policy)
    reads = [read(flow, setting) for flow in flows if flow.counts]
    findings = [*of_mode(setting), *of_measures(measures, setting)]
    for each in reads:
        findings.extend(of_flow(each, setting))
    together = (of_counts, of_writers, of_lifecycle, of_centre)
    return [*findings, *(each for judge_all in together for each in judge_all(reads, setting))]
