import { scopesOfRole } from '@switchboard/contract'
import { endKeysOf } from '../access/end-keys.ts'
import { holdOfFormerMembers } from '../outbox/hold-of-former-members.ts'
import type { SendRules } from '../outbox/send-request.ts'
import { withdrawSends } from '../outbox/withdraw-sends.ts'
import { disableEndpointsOf } from '../outgoing-webhooks/disable-of-former-member.ts'
import type { Ending } from '../people/members.ts'
import { endGrantsIn } from '../people/oauth/grants.ts'
import { revokeInvitationsOf, revokeLinksBy, revokeLinksOf } from '../people/one-time-links.ts'
import type { Queryable } from '../store/database.ts'

/**
 * The one place for what acts in a member's name when they are removed or have another role, in the transaction that says so: keys
 * that they made, assistants that they let in, links that they handed out, what they and those queued, and addresses that they had
 * told what happens. A broadcast asks by itself whether who started it still may: broadcasts/broadcast-caller.ts.
 */
export async function endActing(tx: Queryable, rules: SendRules, { workspaceId, userId, role }: Ending): Promise<void> {
  const keyIds = await endKeysOf(tx, { workspaceId, userId, within: role && scopesOfRole(role) })
  await revokeLinksOf(tx, workspaceId, userId)
  for (const id of keyIds) await revokeLinksBy(tx, workspaceId, `key:${id}`)
  if (role === null) {
    await revokeInvitationsOf(tx, workspaceId, userId)
    await endGrantsIn(tx, workspaceId, userId, 'system:member-ended')
  }
  await disableEndpointsOf(tx, { workspaceId, userId, keyIds })
  while ((await withdrawSends(tx, { workspaceId })) > 0);
  while ((await holdOfFormerMembers(tx, rules, workspaceId)) > 0);
}
