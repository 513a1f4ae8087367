"""Accounts that are no people, wherever pull requests are kept: for the sources that read those."""

KNOWN_BOTS = (
    *("codecov", "coderabbitai", "copilot-pull-request-reviewer", "dependabot", "github-actions"),
    *(
        "gitlab-bot",
        "k8s-ci-robot",
        "mergify",
        "pre-commit-ci",
        "renovate",
        "renovate-bot",
        "snyk-bot",
    ),
    *("sonarbot", "sonarcloud"),
)
"""Accounts that are bots wherever they are, though some of them look like people."""
ASSISTANTS = (
    *("copilot-swe-agent", "copilot", "claude", "chatgpt-codex-connector", "devin-ai-integration"),
    *("google-labs-jules", "cursor", "amazon-q-developer", "sweep-ai"),
)
"""Accounts of assistants that open pull requests; `coach.yml` may say others."""
