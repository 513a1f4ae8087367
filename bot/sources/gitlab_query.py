"""What Coach asks GitLab's GraphQL for: no field that it does not use.

What the system wrote on a merge request is read with its words, by which alone a draft, a push or
an approval is known; what people wrote is read without them. A question may cost 250 points, each
field being one and each row of a page one in a hundred more: this one costs about 125.
"""

REQUESTS_A_PAGE, NOTES_A_PAGE = 50, 100
"""Notes are read in the same question, and hardly any merge request has more of a kind."""

_WHO = "{ username bot }"
_HAPPENED = f"""
    pageInfo {{ hasNextPage endCursor }}
    nodes {{ createdAt body author {_WHO} }}
"""
_SAID = f"""
    pageInfo {{ hasNextPage endCursor }}
    nodes {{ createdAt position {{ positionType }} author {_WHO} }}
"""

MERGE_REQUESTS = f"""
query MergedMergeRequests($path: ID!, $since: Time!, $after: String) {{
  project(fullPath: $path) {{
    mergeRequests(
      state: merged, mergedAfter: $since, sort: MERGED_AT_ASC, first: {REQUESTS_A_PAGE},
      after: $after
    ) {{
      pageInfo {{ hasNextPage endCursor }}
      nodes {{
        iid createdAt mergedAt draft targetBranch title description
        mergeCommitSha diffHeadSha
        diffStatsSummary {{ additions deletions }}
        author {_WHO}
        labels(first: 100) {{ nodes {{ title }} }}
        happened: notes(filter: ONLY_ACTIVITY, first: {NOTES_A_PAGE}) {{ {_HAPPENED} }}
        said: notes(filter: ONLY_COMMENTS, first: {NOTES_A_PAGE}) {{ {_SAID} }}
      }}
    }}
  }}
}}
"""
"""Oldest merge first, so that what is merged in the meantime moves no page."""

REST_OF_HAPPENED = f"""
query RestOfWhatHappened($path: ID!, $iid: String!, $after: String) {{
  project(fullPath: $path) {{
    mergeRequest(iid: $iid) {{
      notes(filter: ONLY_ACTIVITY, first: 100, after: $after) {{ {_HAPPENED} }}
    }}
  }}
}}
"""
REST_OF_SAID = f"""
query RestOfWhatWasSaid($path: ID!, $iid: String!, $after: String) {{
  project(fullPath: $path) {{
    mergeRequest(iid: $iid) {{
      notes(filter: ONLY_COMMENTS, first: 100, after: $after) {{ {_SAID} }}
    }}
  }}
}}
"""
"""For the rare merge request on which more was written than fits beside the others."""

DEPLOYMENTS = """
query SuccessfulDeployments($path: ID!, $environment: String!, $after: String) {
  project(fullPath: $path) {
    environment(name: $environment) {
      createdAt
      deployments(
        statuses: [SUCCESS], orderBy: { createdAt: DESC }, first: 100, after: $after
      ) {
        pageInfo { hasNextPage endCursor }
        nodes { iid sha createdAt finishedAt }
      }
    }
  }
}
"""
"""Latest first. Who deployed is not asked for; GitLab orders by the end only for some questions."""

TEST_REPORTS = """
query TestReports($path: ID!, $branch: String!, $since: Time!, $after: String) {
  project(fullPath: $path) {
    pipelines(scope: FINISHED, ref: $branch, updatedAfter: $since, first: 50, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { iid finishedAt testReportSummary { total { success failed error } } }
    }
  }
}
"""
"""Pipelines that others began are part of those; a pipeline that ended has changed since then."""
