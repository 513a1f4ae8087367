"""Which kinds of telemetry there are. A new adapter is one line here and a world for its tests.

Another package may bring kinds of its own: it names their classes as entry points in `coach.sources`.
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from pkgutil import resolve_name
from types import MappingProxyType

from bot.errors import OperatorError
from bot.sources.source import Source

GROUP = "coach.sources"
# Named and not imported, so that a bot pays only for the kinds that its coach.yml uses.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "codeguru_reviewer": "bot.sources.codeguru_reviewer:CodeGuruReviewer",
        "copilot": "bot.sources.copilot:Copilot",
        "q_developer": "bot.sources.q_developer:QDeveloper",
        "incident_manager": "bot.sources.incident_manager:IncidentManager",
        "ops_center": "bot.sources.ops_center:OpsCenter",
        "codecommit": "bot.sources.codecommit:CodeCommit",
        "codedeploy": "bot.sources.codedeploy:CodeDeploy",
        "codepipeline": "bot.sources.codepipeline:CodePipeline",
        "codebuild": "bot.sources.codebuild:CodeBuild",
        "inspector": "bot.sources.inspector:Inspector",
        "github": "bot.sources.github:GitHub",
        "gitlab": "bot.sources.gitlab:GitLab",
        "pagerduty": "bot.sources.pagerduty:PagerDuty",
        "jira": "bot.sources.jira:Jira",
        "github_actions": "bot.sources.github_actions:GitHubActions",
        "github_code_scanning": "bot.sources.github_code_scanning:GitHubCodeScanning",
        "github_deployments": "bot.sources.github_deployments:GitHubDeployments",
        "devlake": "bot.sources.devlake:DevLake",
        "git": "bot.sources.git:Git",
        "file": "bot.sources.file:File",
    }
)


def kinds() -> tuple[str, ...]:
    """Return what may stand after `kind:` in `coach.yml`: Coach's own, then those of other packages."""
    return (*KINDS, *sorted(_brought()))


def source_class(kind: str) -> type[Source]:
    """Return the class of a kind, importing its module.

    Raises:
        KeyError: there is no such kind.
        OperatorError: another package names something that cannot be imported, or is no source.
    """
    # Other packages are looked through only for a kind that is not Coach's own: it takes time.
    where = KINDS[kind] if kind in KINDS else _brought()[kind]
    try:
        found = resolve_name(where)
    except (ImportError, AttributeError, ValueError):
        raise OperatorError(
            f"The package that brings the source kind {kind} cannot be imported. Install it again,"
            " in the version that is made for this Coach."
        ) from None
    if not (isinstance(found, type) and issubclass(found, Source) and found.kind == kind):
        raise OperatorError(
            f"The package that brings the source kind {kind} names something else than a source of"
            " that kind. Tell whoever keeps it."
        )
    return found


@cache
def _brought() -> Mapping[str, str]:
    return {one.name: one.value for one in entry_points(group=GROUP) if one.name not in KINDS}
