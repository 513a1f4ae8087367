"""What Coach asks GitHub's GraphQL for: no field that it does not use.

One connection holds all that happened to a pull request, in order. Connections inside of it would
cost fifty times the points.
"""

REQUESTS_A_PAGE, EVENTS_A_PAGE = 50, 50
"""Larger pages make GitHub run out of its ten seconds an answer."""

_WHO = "{ __typename login }"
_HAPPENED = f"""
    pageInfo {{ hasNextPage endCursor }}
    nodes {{
      __typename
      ... on PullRequestReview {{ state submittedAt author {_WHO} }}
      ... on ReadyForReviewEvent {{ createdAt }}
      ... on ConvertToDraftEvent {{ createdAt }}
      ... on HeadRefForcePushedEvent {{ createdAt actor {_WHO} }}
      ... on PullRequestCommit {{ commit {{ committedDate author {{ user {_WHO} }} }} }}
    }}
"""
_KINDS = (
    "[PULL_REQUEST_REVIEW, READY_FOR_REVIEW_EVENT, CONVERT_TO_DRAFT_EVENT,"
    " HEAD_REF_FORCE_PUSHED_EVENT, PULL_REQUEST_COMMIT]"
)

PULL_REQUESTS = f"""
query MergedPullRequests($owner: String!, $name: String!, $after: String) {{
  repository(owner: $owner, name: $name) {{
    defaultBranchRef {{ name }}
    pullRequests(
      states: MERGED, first: {REQUESTS_A_PAGE}, after: $after,
      orderBy: {{ field: UPDATED_AT, direction: DESC }}
    ) {{
      pageInfo {{ hasNextPage endCursor }}
      nodes {{
        id number createdAt mergedAt updatedAt isDraft baseRefName headRefName title bodyText
        additions deletions
        author {_WHO}
        mergeCommit {{ oid }}
        labels(first: 100) {{ nodes {{ name }} }}
        timelineItems(first: {EVENTS_A_PAGE}, itemTypes: {_KINDS}) {{ {_HAPPENED} }}
      }}
    }}
  }}
}}
"""
"""Newest change first: what was merged in a window has changed since the window began."""

REST_OF_ONE = f"""
query RestOfOnePullRequest($id: ID!, $after: String) {{
  node(id: $id) {{
    ... on PullRequest {{
      timelineItems(first: 100, after: $after, itemTypes: {_KINDS}) {{ {_HAPPENED} }}
    }}
  }}
}}
"""
"""For the rare pull request to which more happened than fits beside the others."""

PROBE = """
query MayReadPullRequests($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { pullRequests(first: 1) { nodes { id } } }
}
"""
PROBE_METADATA = """
query MayReadMetadata($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { id }
}
"""
"""The least that needs either right."""
