import { v7 as uuidv7 } from 'uuid'
import { createSeed } from '../../../packages/server/src/testing/seed-conversation.ts'
import type { WalkedServer } from './walked-server.ts'

/** Ids of one thing of every kind, by the name of the address that it is found at: /v1/<name>/:id. */
export type Seeded = Readonly<Record<SeededKind, string>>
type SeededKind =
  | 'accounts'
  | 'workspaces'
  | 'contacts'
  | 'conversations'
  | 'messages'
  | 'calls'
  | 'media'
  | 'templates'
  | 'broadcasts'
  | 'approvals'
  | 'sends'
  | 'webhook-endpoints'
  | 'webhook-deliveries'
  | 'keys'
  | 'inbox'
  | 'members'
  | 'assistants'
  | 'invitations'
  /** A session, at /v1/me/sessions. */
  | 'me'
  | 'labels'
  | 'canned-replies'

/** In every text and name of what is seeded, so that a leak shows. */
export const marker = 'quokka7x'

/** In the texts of messages alone. */
export const secretWord = 'wombat9q'

/** One of everything, in the owner's workspace. */
export async function seedObjects({ app, context, database, owner, walkers }: WalkedServer): Promise<Seeded> {
  const { pool } = database
  const { workspaceId } = context
  const seed = createSeed(pool)
  const now = Date.now()
  const account = await seed.account(workspaceId, `test:${marker}`)
  // Reaches nobody, whoever asks it to.
  await pool.query(`update accounts set transport = 'test', name = $2, business_account_id = $2 where id = $1`, [
    account,
    marker,
  ])
  const contact = await seed.contact(workspaceId, { name: marker, phone: '+4915112345678' })
  const conversation = await seed.conversation(workspaceId, account, contact)
  const message = await seed.message(conversation, { text: `${marker} ${secretWord}`, at: now - 60_000 })
  const call = uuidv7()
  await pool.query(
    `insert into calls (id, workspace_id, account_id, conversation_id, contact_id, provider_call_id, state, state_rank, first_event_at, last_event_at)
     values ($1, $2, $3, $4, $5, $6, 'ringing', 1, now(), now())`,
    [call, workspaceId, account, conversation, contact, marker],
  )
  const media = uuidv7()
  await pool.query(
    `insert into media (id, workspace_id, account_id, message_id, kind, filename) values ($1, $2, $3, $4, 'image', $5)`,
    [media, workspaceId, account, message, `${marker}.png`],
  )
  const template = uuidv7()
  await pool.query(
    `insert into templates (id, workspace_id, transport, business_account_id, name, language, status, status_at, category_at,
       quality_at, parameter_format, components, search_text, synced_at)
     values ($1, $2, 'test', $3, $3, 'en', 'APPROVED', now(), now(), now(), 'POSITIONAL', $4, $3, now())`,
    [template, workspaceId, marker, JSON.stringify([{ type: 'BODY', text: marker }])],
  )
  const { rows: inbox } = await pool.query<{ seq: number }>(
    `insert into inbox (seq, received_at, transport, shard, body_sha256, body)
     values (nextval('inbox_seq'), now(), 'test', 0, sha256($1::bytea), $1) returning seq`,
    [Buffer.from(JSON.stringify({ account: `test:${marker}`, text: secretWord }))],
  )
  const ask = async (url: string, payload: object, headers = owner.headers) => {
    const answer = await app.inject({ method: 'POST', url, headers, payload })
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`)
    return answer.json<{ id: string; key: string; approvalId: string; sends?: { id: string }[] }>()
  }
  const content = { type: 'text', text: `${marker} ${secretWord}` }
  const key = await ask('/v1/keys', { name: marker, scopes: ['messages:send'], sendPolicy: 'approve' })
  const held = await ask(
    '/v1/messages',
    { to: { conversationId: conversation }, content },
    { authorization: `Bearer ${key.key}` },
  )
  const recipients = [{ to: '+4915112345678' }]
  const broadcast = await ask('/v1/broadcasts', { name: marker, accountId: account, content, recipients })
  const endpoint = await ask('/v1/webhook-endpoints', { url: `http://127.0.0.1:9/${marker}`, description: marker })
  const delivery = uuidv7()
  await pool.query(
    `insert into webhook_deliveries (id, created_at, workspace_id, endpoint_id, event_seq, event_recorded_at, event_type, state, attempt_log)
     values ($1, now(), $2, $3, 1, now(), 'message.received', 'delivered', '[]')`,
    [delivery, workspaceId, endpoint.id],
  )
  const label = await ask('/v1/labels', { name: marker })
  const reply = await ask('/v1/canned-replies', { shortCode: marker, text: marker })
  await ask(`/v1/conversations/${conversation}/notes`, { text: `${marker} ${secretWord}` })
  const person = await app.inject({
    url: '/v1/me',
    headers: walkers.find(({ name }) => name === 'viewer')?.headers ?? {},
  })
  const invitation = await ask('/v1/invitations', { role: 'viewer', email: `${marker}@example.com` })
  const members = person.json<{ id: string }>().id
  const { rows: sessions } = await pool.query<{ id: string }>(`select id from auth.session where "userId" = $1`, [
    members,
  ])
  const assistants = uuidv7()
  await pool.query(
    `insert into oauth_grants (id, workspace_id, user_id, client_id, client_name, redirect_host, scopes, send_policy)
     values ($1, $2, $3, $4, $4, $4, '{messages:read}', 'approve')`,
    [assistants, workspaceId, members, marker],
  )
  return {
    members,
    me: sessions[0]?.id ?? '',
    assistants,
    invitations: invitation.id,
    workspaces: context.workspaceId,
    labels: label.id,
    'canned-replies': reply.id,
    ...{ accounts: account, contacts: contact, conversations: conversation, messages: message, calls: call, media },
    ...{
      templates: template,
      broadcasts: broadcast.id,
      approvals: held.approvalId,
      sends: held.sends?.[0]?.id ?? '',
      keys: key.id,
    },
    'webhook-endpoints': endpoint.id,
    'webhook-deliveries': delivery,
    inbox: String(inbox[0]?.seq),
  }
}
