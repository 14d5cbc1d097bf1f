"""KPIs: what a sales mode promises, measured from a portal's records; one module each, registered here."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.kpi import (
    k01_time_to_first_contact,
    k02_lead_to_deal,
    k03_quality_and_handling,
    k04_revenue_per_rep,
    k05_pipeline_coverage,
    k06_win_rate,
    k07_forecast_accuracy,
    k08_number_of_leads,
    k09_conversion_per_stage,
    k10_average_deal_size,
    k11_cycle_length,
    k12_bottleneck,
    k13_call_count,
    k14_answer_rate,
    k15_daily_revenue,
    k16_pipeline_quality,
    k17_centre_index,
    k18_b2b_index,
    k19_leakage,
    k20_velocity,
    k21_handoff_health,
    k22_weighted_forecast,
    k23_basket_growth,
)
from provisioner.kpi.definition import Definition

KPIS: Mapping[str, Definition] = {
    "K1": k01_time_to_first_contact.KPI,
    "K2": k02_lead_to_deal.KPI,
    "K3": k03_quality_and_handling.KPI,
    "K4": k04_revenue_per_rep.KPI,
    "K5": k05_pipeline_coverage.KPI,
    "K6": k06_win_rate.KPI,
    "K7": k07_forecast_accuracy.KPI,
    "K8": k08_number_of_leads.KPI,
    "K9": k09_conversion_per_stage.KPI,
    "K10": k10_average_deal_size.KPI,
    "K11": k11_cycle_length.KPI,
    "K12": k12_bottleneck.KPI,
    "K13": k13_call_count.KPI,
    "K14": k14_answer_rate.KPI,
    "K15": k15_daily_revenue.KPI,
    "K16": k16_pipeline_quality.KPI,
    "K17": k17_centre_index.KPI,
    "K18": k18_b2b_index.KPI,
    "K19": k19_leakage.KPI,
    "K20": k20_velocity.KPI,
    "K21": k21_handoff_health.KPI,
    "K22": k22_weighted_forecast.KPI,
    "K23": k23_basket_growth.KPI,
}
"""In the order in which they are told."""


def of_mode(mode: str) -> tuple[Definition, ...]:
    """The KPIs by which a mode is measured."""
    return tuple(definition for definition in KPIS.values() if mode in definition.modes)
