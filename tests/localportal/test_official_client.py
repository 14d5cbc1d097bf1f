"""The official Python client as a foreign client, through its typed methods."""

from __future__ import annotations

import pytest
from hubspot import HubSpot
from hubspot.crm.associations.v4.schema import PublicAssociationDefinitionCreateRequest as NewLabel
from hubspot.crm.associations.v4.schema import PublicAssociationDefinitionUpdateRequest as LabelChange
from hubspot.crm.deals import PublicObjectSearchRequest, SimplePublicObjectInput
from hubspot.crm.deals import SimplePublicObjectInputForCreate as NewDeal
from hubspot.crm.lists import ListSearchRequest
from hubspot.crm.pipelines import (
    PipelineInput,
    PipelinePatchInput,
    PipelineStageInput,
    PipelineStagePatchInput,
)
from hubspot.crm.pipelines.exceptions import ApiException as PipelineError
from hubspot.crm.pipelines.exceptions import NotFoundException
from hubspot.crm.properties import (
    BatchInputPropertyCreate,
    BatchInputPropertyName,
    BatchReadInputPropertyName,
    OptionInput,
    PropertyCreate,
    PropertyGroupCreate,
    PropertyGroupUpdate,
    PropertyName,
    PropertyUpdate,
)
from hubspot.crm.properties.exceptions import ApiException as PropertyError
from hubspot.crm.properties.exceptions import UnauthorizedException

from tests.localportal.flows import known


@pytest.fixture
def client(hub):
    """One API object of each kind, as long as the test lasts: each has a pool of its own."""
    made: list[object] = []

    def factory(package, name, config):
        from hubspot.discovery.discovery_base import DiscoveryBase

        made.append(DiscoveryBase._default_api_factory(package, name, config))
        return made[-1]

    base = hub.portal.base_url
    yield HubSpot(access_token=hub.token, host=base, base_url=base, api_factory=factory)
    for api in made:
        api.api_client.rest_client.pool_manager.clear()


def test_properties(client):
    core, groups = client.crm.properties.core_api, client.crm.properties.groups_api
    assert groups.create("deals", PropertyGroupCreate(name="core", label="Core", display_order=-1)).label == "Core"
    assert groups.update("deals", "core", PropertyGroupUpdate(label="Sales")).label == "Sales"
    options = [OptionInput(label="A", value="a", hidden=False, display_order=0)]
    body = PropertyCreate(name="core_reason", label="Why", group_name="core", type="enumeration", field_type="select",
                          options=options, hidden=False, has_unique_value=False, form_field=False)  # fmt: skip
    made = core.create("deals", body)
    assert (made.name, made.options[0].value, made.archived) == ("core_reason", "a", False)
    assert core.update("deals", "core_reason", PropertyUpdate(label="Reason")).label == "Reason"
    assert core.get_by_name("deals", "core_reason").label == "Reason"
    assert "core_reason" in [one.name for one in core.get_all("deals", archived=False).results]
    with pytest.raises(PropertyError) as refused:
        core.create("deals", body)
    assert refused.value.status == 409
    assert core.archive("deals", "core_reason") is None
    assert [one.name for one in core.get_all("deals", archived=True).results] == ["core_reason"]
    groups.archive("deals", "core")


def test_property_batches(client):
    batch = client.crm.properties.batch_api
    inputs = [
        PropertyCreate(name=name, label=name, group_name="dealinformation", type="string", field_type="text")
        for name in ("core_a", "core_b")
    ]
    made = batch.create("deals", BatchInputPropertyCreate(inputs=inputs))
    assert (made.status, [one.name for one in made.results]) == ("COMPLETE", ["core_a", "core_b"])
    wanted = [PropertyName(name="core_a"), PropertyName(name="nothing")]
    partly = batch.read("deals", BatchReadInputPropertyName(archived=False, inputs=wanted))
    assert (len(partly.results), partly.num_errors) == (1, 1)
    assert batch.archive("deals", BatchInputPropertyName(inputs=wanted)) is None


def test_pipelines(client):
    pipelines, stages = client.crm.pipelines.pipelines_api, client.crm.pipelines.pipeline_stages_api
    first = PipelineStageInput(label="Open", display_order=0, metadata={"probability": "0.5"})
    made = pipelines.create("deals", PipelineInput(label="X", display_order=1, stages=[first]))
    assert made.stages[0].metadata["probability"] == "0.5"
    assert made.id in [one.id for one in pipelines.get_all("deals").results]
    won = stages.create(
        "deals", made.id, PipelineStageInput(label="Won", display_order=1, metadata={"probability": "1"})
    )
    assert stages.get_by_id("deals", made.id, won.id).metadata == {"isClosed": "true", "probability": "1.0"}
    renamed = stages.update("deals", made.id, won.id, PipelineStagePatchInput(label="Sold", metadata={}))
    assert renamed.label == "Sold"
    assert pipelines.update("deals", made.id, PipelinePatchInput(label="Y")).label == "Y"
    assert client.crm.pipelines.pipeline_audits_api.get_audit("deals", made.id).results[0].action == "UPDATE"
    assert stages.archive("deals", made.id, won.id) is None
    assert len(stages.get_all("deals", made.id).results) == 1
    assert pipelines.archive("deals", made.id, validate_references_before_delete=True) is None
    with pytest.raises(NotFoundException):
        pipelines.get_by_id("deals", made.id)
    with pytest.raises(PipelineError) as refused:
        pipelines.create("deals", PipelineInput(label="X", display_order=1, stages=[]))
    assert refused.value.status == 400


def test_records_and_search(client):
    deals = client.crm.deals
    made = deals.basic_api.create(NewDeal(properties={"dealname": "A", "dealstage": "closedwon"}, associations=[]))
    assert made.properties["pipeline"] == "default"
    assert deals.basic_api.get_by_id(made.id, properties=["dealname"]).properties["dealname"] == "A"
    deals.basic_api.update(made.id, SimplePublicObjectInput(properties={"dealname": "B"}))
    filters = [{"propertyName": "dealstage", "operator": "EQ", "value": "closedwon"}]
    request = PublicObjectSearchRequest(filter_groups=[{"filters": filters}], limit=1)
    assert deals.search_api.do_search(request).total == 1
    assert [one.id for one in deals.get_all()] == [made.id]
    assert client.crm.objects.basic_api.get_page("deals").results[0].properties["dealname"] == "B"
    deals.basic_api.archive(made.id)
    assert deals.basic_api.get_page().results == []


def test_owners_and_a_bad_token(client, hub):
    assert client.crm.owners.owners_api.get_page().results[0].email
    hub.switch(tokens={"pat-other": None})
    with pytest.raises(UnauthorizedException):
        client.crm.properties.core_api.get_all("deals")


def test_association_labels(client):
    labels = client.crm.associations.v4.schema.definitions_api
    body = NewLabel(name="champion", label="Champion", inverse_label="Champion of")
    there, back = labels.create("deals", "contacts", body).results
    assert (there.label, back.label) == ("Champion", "Champion of")
    assert labels.update("deals", "contacts", LabelChange(association_type_id=there.type_id, label="Ally")) is None
    assert [one.label for one in labels.get_all("contacts", "deals").results] == [None, "Ally"]
    assert labels.remove("deals", "contacts", there.type_id) is None
    assert len(labels.get_all("deals", "contacts").results) == 1


def test_lists(client):
    lists = client.crm.lists.lists_api
    inner = {"filterBranchType": "AND", "filterBranches": [], "filters": [known("amount")]}
    branch = {"filterBranchType": "OR", "filterBranches": [inner], "filters": []}
    body = {"name": "Big", "objectTypeId": "0-3", "processingType": "DYNAMIC", "filterBranch": branch}
    made = lists.create(body).list
    assert lists.get_by_id(made.list_id, include_filters=True).list.name == "Big"
    assert lists.get_by_name(object_type_id="0-3", list_name="Big").list.list_id == made.list_id
    assert [one.list_id for one in lists.get_all(list_ids=[made.list_id]).lists] == [made.list_id]
    search = ListSearchRequest(list_ids=[], offset=0, processing_types=[], additional_properties=[], query="bi")
    assert lists.do_search(search).total == 1
    assert lists.update_name(made.list_id, list_name="Bigger").updated_list.name == "Bigger"
    assert lists.update_list_filters(made.list_id, {"filterBranch": branch}).updated_list.list_version == 2
    assert lists.remove(made.list_id) is None
    assert lists.restore(made.list_id) is None
