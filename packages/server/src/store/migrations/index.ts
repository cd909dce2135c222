import type { Migration } from 'kysely/migration'
import * as spine from './20261121T0000-spine.ts'
import * as outbox from './20261121T0100-outbox.ts'
import * as media from './20261121T0120-media.ts'
import * as accounts from './20261121T0125-accounts.ts'
import * as templates from './20261121T0130-templates.ts'
import * as broadcasts from './20261121T0140-broadcasts.ts'
import * as costsAndPolicies from './20261121T0160-costs-and-policies.ts'
import * as approvalQuestions from './20261121T0170-approval-questions.ts'
import * as auditChain from './20261121T0180-audit-chain.ts'
import * as outgoingWebhooks from './20261121T0190-outgoing-webhooks.ts'
import * as paceEpisodes from './20261121T0195-pace-episodes.ts'
import * as preparingSince from './20261121T0196-preparing-since.ts'
import * as people from './20261121T0200-people.ts'
import * as keyLimits from './20261121T0230-key-limits.ts'
import * as failedSignIns from './20261121T0250-failed-sign-ins.ts'
import * as rowSecurity from './20261121T0260-row-security.ts'
import * as oauthGrants from './20261121T0270-oauth-grants.ts'
import * as inbox from './20261121T0280-inbox.ts'
import * as mediaDimensions from './20261121T0290-media-dimensions.ts'
import * as approvalReasons from './20261121T0300-approval-reasons.ts'
import * as accountWebhooks from './20261121T0320-account-webhooks.ts'
import * as directory from './20261121T0330-directory.ts'
import * as healthSamples from './20261121T0340-health-samples.ts'
import * as signInLinks from './20261121T0350-sign-in-links.ts'
import * as workspaceSettings from './20261121T0351-workspace-settings.ts'
import * as sessionWorkspace from './20261121T0380-session-workspace.ts'
import * as rolesOfStarters from './20261121T0390-roles-of-starters.ts'
import * as searchPeople from './20261121T0400-search-people.ts'
import * as bulkApprovals from './20261121T0410-bulk-approvals.ts'
import * as endedMembers from './20261121T0430-ended-members.ts'
import * as addresses from './20261121T0431-addresses.ts'
import * as deletedWorkspaces from './20261121T0432-deleted-workspaces.ts'
import * as peopleInOneWalk from './20261121T0530-people-in-one-walk.ts'
import * as peopleByPlainTests from './20261122T0500-people-by-plain-tests.ts'
import * as auditEntries from './20261122T0510-audit-entries.ts'

/**
 * In the order in which they run, which is that of their names. Append only: a migration that has landed is never edited, and
 * none comes before it, because Kysely takes a database for corrupted whose migrations are not the first of the list.
 */
export const migrations: Record<string, Migration> = {
  '20261121T0000-spine': spine,
  '20261121T0100-outbox': outbox,
  '20261121T0120-media': media,
  '20261121T0125-accounts': accounts,
  '20261121T0130-templates': templates,
  '20261121T0140-broadcasts': broadcasts,
  '20261121T0160-costs-and-policies': costsAndPolicies,
  '20261121T0170-approval-questions': approvalQuestions,
  '20261121T0180-audit-chain': auditChain,
  '20261121T0190-outgoing-webhooks': outgoingWebhooks,
  '20261121T0195-pace-episodes': paceEpisodes,
  '20261121T0196-preparing-since': preparingSince,
  '20261121T0200-people': people,
  '20261121T0230-key-limits': keyLimits,
  '20261121T0250-failed-sign-ins': failedSignIns,
  '20261121T0260-row-security': rowSecurity,
  '20261121T0270-oauth-grants': oauthGrants,
  '20261121T0280-inbox': inbox,
  '20261121T0290-media-dimensions': mediaDimensions,
  '20261121T0300-approval-reasons': approvalReasons,
  '20261121T0320-account-webhooks': accountWebhooks,
  '20261121T0330-directory': directory,
  '20261121T0340-health-samples': healthSamples,
  '20261121T0350-sign-in-links': signInLinks,
  '20261121T0351-workspace-settings': workspaceSettings,
  '20261121T0380-session-workspace': sessionWorkspace,
  '20261121T0390-roles-of-starters': rolesOfStarters,
  '20261121T0400-search-people': searchPeople,
  '20261121T0410-bulk-approvals': bulkApprovals,
  '20261121T0430-ended-members': endedMembers,
  '20261121T0431-addresses': addresses,
  '20261121T0432-deleted-workspaces': deletedWorkspaces,
  '20261121T0530-people-in-one-walk': peopleInOneWalk,
  '20261122T0500-people-by-plain-tests': peopleByPlainTests,
  '20261122T0510-audit-entries': auditEntries,
}
