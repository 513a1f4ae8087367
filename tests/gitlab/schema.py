"""The part of GitLab's GraphQL schema that Coach asks about: the names, kinds and nulls of GitLab's.

And what GitLab lets a question cost: a field is one point, and a connection costs what is inside of
it and one more (two where it is sorted), and one in a hundred more for each row asked for.
"""

from graphql import (
    DocumentNode,
    FieldNode,
    IntValueNode,
    OperationDefinitionNode,
    build_schema,
)

MOST_POINTS, MOST_LETTERS = 250, 10_000
_DEARER = {"mergedAt": 5, "labels": 5, "diffHeadSha": 2, "diffStatsSummary": 2}

SCHEMA = build_schema("""
scalar Time
scalar JobID

type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! endCursor: String startCursor: String }

interface User { id: ID! username: String! bot: Boolean! name: String! }
type UserCore implements User { id: ID! username: String! bot: Boolean! name: String! }
type MergeRequestAuthor implements User { id: ID! username: String! bot: Boolean! name: String! }

enum DiffPositionType { file image text }
type DiffPosition { positionType: DiffPositionType! filePath: String! }
enum NotesFilterType { ALL_NOTES ONLY_COMMENTS ONLY_ACTIVITY }
type Note {
  id: ID! author: UserCore body: String! createdAt: Time! system: Boolean!
  position: DiffPosition resolvable: Boolean! resolved: Boolean!
}
type NoteConnection { count: Int! nodes: [Note] pageInfo: PageInfo! }

type Label { id: ID! title: String! }
type LabelConnection { count: Int! nodes: [Label] pageInfo: PageInfo! }

type DiffStatsSummary { additions: Int! deletions: Int! changes: Int! fileCount: Int! }
enum MergeRequestState { merged opened closed locked all }
enum MergeRequestSort {
  MERGED_AT_ASC MERGED_AT_DESC CREATED_ASC CREATED_DESC UPDATED_ASC UPDATED_DESC
}
type MergeRequest {
  id: ID! iid: String! createdAt: Time! mergedAt: Time updatedAt: Time! draft: Boolean!
  targetBranch: String! sourceBranch: String! title: String! description: String
  mergeCommitSha: String diffHeadSha: String
  diffStatsSummary: DiffStatsSummary
  author: MergeRequestAuthor
  labels(first: Int, after: String): LabelConnection
  notes(filter: NotesFilterType = ALL_NOTES, first: Int, after: String): NoteConnection!
}
type MergeRequestConnection { count: Int! nodes: [MergeRequest] pageInfo: PageInfo! }
enum DeploymentStatus { CREATED RUNNING SUCCESS FAILED CANCELED SKIPPED BLOCKED }
enum SortDirectionEnum { ASC DESC }
input DeploymentsOrderByInput { createdAt: SortDirectionEnum finishedAt: SortDirectionEnum }
type Deployment {
  id: ID iid: ID sha: String ref: String status: DeploymentStatus
  createdAt: Time updatedAt: Time finishedAt: Time triggerer: UserCore
}
type DeploymentConnection { nodes: [Deployment] pageInfo: PageInfo! }
type Environment {
  id: ID! name: String! createdAt: Time
  deployments(
    statuses: [DeploymentStatus!], orderBy: DeploymentsOrderByInput, first: Int, after: String
  ): DeploymentConnection
}
enum PipelineScopeEnum { RUNNING PENDING FINISHED BRANCHES TAGS }
type TestReportTotal {
  time: Float count: Int success: Int failed: Int skipped: Int error: Int suiteError: String
}
type TestReportSummary { total: TestReportTotal! }
type Pipeline {
  id: ID! iid: String! sha: String ref: String finishedAt: Time updatedAt: Time!
  testReportSummary: TestReportSummary!
}
type PipelineConnection { count: Int! nodes: [Pipeline] pageInfo: PageInfo! }
type Project {
  id: ID! fullPath: ID!
  environment(name: String): Environment
  pipelines(
    scope: PipelineScopeEnum, ref: String, updatedAfter: Time, updatedBefore: Time,
    first: Int, after: String
  ): PipelineConnection
  mergeRequest(iid: String!): MergeRequest
  mergeRequests(
    state: MergeRequestState, mergedAfter: Time, mergedBefore: Time,
    sort: MergeRequestSort = CREATED_DESC, first: Int, after: String
  ): MergeRequestConnection
}
type Query { project(fullPath: ID!): Project }
""")


def points(document: DocumentNode) -> int:
    """Return what a question costs."""
    return sum(
        _cost(field)
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
        for field in definition.selection_set.selections
        if isinstance(field, FieldNode)
    )


def _cost(field: FieldNode) -> int:
    inside = sum(
        _cost(one)
        for one in (field.selection_set.selections if field.selection_set else ())
        if isinstance(one, FieldNode)
    )
    own = _DEARER.get(field.name.value, 1)
    given = {argument.name.value: argument.value for argument in field.arguments or ()}
    first = given.get("first")
    if not isinstance(first, IntValueNode):
        return inside + own
    return int((inside + own + ("sort" in given)) * (1 + int(first.value) / 100))
