"""What coach.yml may say of GitLab, and where it is asked then."""

import pytest
from pydantic import ValidationError

from bot.sources.gitlab_options import GitLabOptions, GitLabScope
from tests.gitlab.asking import a_source, hold, on, pulled
from tests.gitlab.company import merge_request
from tests.gitlab.server import BELOW, GitLabServer


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "gitlab.example.com"},
        {"base_url": "http://gitlab.example.com"},
        {"base_url": "https://somebody@gitlab.example.com"},
        {"bots": ["two words"]},
        {"token": "glpat-in-a-file"},
    ],
)
def test_options_that_cannot_be_meant_are_refused_by_the_configuration(
    wrong: dict[str, object],
) -> None:
    with pytest.raises(ValidationError):
        GitLabOptions.model_validate(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["shop"],
        [0],
        [-7],
        ["https://gitlab.com/acme/shop"],
        ["acme/shop", "Acme/Shop"],
        [41, 41],
        ["acme//shop"],
        ["../shop"],
    ],
)
def test_projects_are_named_by_path_or_number_and_each_once(wrong: list[object]) -> None:
    with pytest.raises(ValidationError):
        GitLabScope.model_validate({"projects": wrong})


def test_a_gitlab_below_a_path_of_its_host_is_asked_there(gitlab: GitLabServer) -> None:
    hold(gitlab, merge_request(1, on(0), on(1)))
    assert pulled(a_source(gitlab, base_url=f"{gitlab.url}{BELOW}/", environments=[]))
    addresses = [call.operation.partition(" ")[2] for call in gitlab.calls]
    assert addresses == ["/git/api/v4/projects/acme%2Fshop", *["/git/api/graphql"] * 2]


def test_a_number_is_a_number_however_it_is_written() -> None:
    assert GitLabScope.model_validate({"projects": ["4711", "Acme/Shop"]}).names == (
        "4711",
        "acme/shop",
    )
