"""The part of GitHub's GraphQL schema that Coach asks about: the names, kinds and nulls of GitHub's."""

from graphql import build_schema

SCHEMA = build_schema("""
scalar DateTime
scalar GitObjectID

interface Actor { login: String! }
interface Node { id: ID! }
type User implements Actor & Node { id: ID! login: String! }
type Bot implements Actor & Node { id: ID! login: String! }
type Mannequin implements Actor & Node { id: ID! login: String! }
type PageInfo { hasNextPage: Boolean! endCursor: String }

enum PullRequestState { OPEN CLOSED MERGED }
enum IssueOrderField { COMMENTS CREATED_AT UPDATED_AT }
enum OrderDirection { ASC DESC }
input IssueOrder { field: IssueOrderField! direction: OrderDirection! }

enum PullRequestReviewState { APPROVED CHANGES_REQUESTED COMMENTED DISMISSED PENDING }
enum PullRequestTimelineItemsItemType {
  PULL_REQUEST_REVIEW READY_FOR_REVIEW_EVENT CONVERT_TO_DRAFT_EVENT
  HEAD_REF_FORCE_PUSHED_EVENT PULL_REQUEST_COMMIT ISSUE_COMMENT MERGED_EVENT
}
type PullRequestReview implements Node {
  id: ID! state: PullRequestReviewState! submittedAt: DateTime author: Actor
}
type ReadyForReviewEvent implements Node { id: ID! createdAt: DateTime! actor: Actor }
type ConvertToDraftEvent implements Node { id: ID! createdAt: DateTime! actor: Actor }
type HeadRefForcePushedEvent implements Node { id: ID! createdAt: DateTime! actor: Actor }
type GitActor { user: User }
type Commit implements Node {
  id: ID! oid: GitObjectID! committedDate: DateTime! author: GitActor
}
type PullRequestCommit implements Node { id: ID! commit: Commit! }
union PullRequestTimelineItems =
  PullRequestReview | ReadyForReviewEvent | ConvertToDraftEvent | HeadRefForcePushedEvent
  | PullRequestCommit
type PullRequestTimelineItemsConnection {
  totalCount: Int! pageInfo: PageInfo! nodes: [PullRequestTimelineItems]
}

type Label { name: String! }
type LabelConnection { totalCount: Int! nodes: [Label] }
type PullRequest implements Node {
  id: ID! number: Int! createdAt: DateTime! mergedAt: DateTime updatedAt: DateTime!
  isDraft: Boolean! baseRefName: String! headRefName: String! title: String! bodyText: String!
  additions: Int! deletions: Int!
  author: Actor mergeCommit: Commit
  labels(first: Int): LabelConnection
  timelineItems(
    first: Int, after: String, itemTypes: [PullRequestTimelineItemsItemType!]
  ): PullRequestTimelineItemsConnection!
}
type PullRequestConnection { totalCount: Int! pageInfo: PageInfo! nodes: [PullRequest] }

enum DeploymentStatusState {
  ERROR FAILURE INACTIVE IN_PROGRESS PENDING QUEUED SUCCESS WAITING
}
enum DeploymentOrderField { CREATED_AT }
input DeploymentOrder { field: DeploymentOrderField! direction: OrderDirection! }
type DeploymentStatus implements Node {
  id: ID! state: DeploymentStatusState! createdAt: DateTime! creator: Actor!
}
type DeploymentStatusConnection {
  totalCount: Int! pageInfo: PageInfo! nodes: [DeploymentStatus]
}
type Deployment implements Node {
  id: ID! databaseId: Int createdAt: DateTime! commitOid: String! creator: Actor!
  environment: String
  statuses(first: Int, after: String): DeploymentStatusConnection
}
type DeploymentConnection { totalCount: Int! pageInfo: PageInfo! nodes: [Deployment] }

type Ref { name: String! }
type Repository implements Node {
  id: ID! defaultBranchRef: Ref
  deployments(
    environments: [String!], first: Int, after: String, orderBy: DeploymentOrder
  ): DeploymentConnection!
  pullRequests(
    states: [PullRequestState!], first: Int, after: String, orderBy: IssueOrder
  ): PullRequestConnection!
}
type Query {
  repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
  node(id: ID!): Node
}
""")
