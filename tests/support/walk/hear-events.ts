import { eventTypes } from '@switchboard/contract'
import type { WalkedServer, Walker } from './walked-server.ts'

/** One event of each type in each of the two workspaces. @returns the seq before them */
export async function tellEvents({ database, owner, peer }: WalkedServer): Promise<number> {
  const append = async (workspaceId: string, types: readonly string[]): Promise<number> => {
    const { rows } = await database.pool.query<{ seq: number }>(
      `with x as materialized (select pg_current_xact_id() as xid)
       insert into events (seq, recorded_at, workspace_id, type, occurred_at, data)
       select nextval('events_seq'), now(), $1::uuid, type, now(), jsonb_build_object('workspace', $1::uuid)
       from x, unnest($2::text[]) type returning seq`,
      [workspaceId, types],
    )
    return Math.max(...rows.map(({ seq }) => seq))
  }
  const start = await append(owner.workspaceId, ['message.received'])
  for (const { workspaceId } of [owner, peer]) await append(workspaceId, eventTypes)
  return start
}

export interface Heard {
  readonly type: string
  readonly data: { readonly workspace: string }
}

/** A page of what happened after `start`. */
export async function readEventPage(origin: string, start: number, { headers }: Walker): Promise<readonly Heard[]> {
  const response = await fetch(`${origin}/v1/events?after=${start}&limit=500`, {
    headers: { ...credentialIn(headers), accept: 'application/json' },
  })
  const { items } = (await response.json()) as { items: Heard[] }
  return items
}

/** From the stream, until `count` events came: what is there arrives at once, so one too many would be among them. */
export async function hearEvents(
  origin: string,
  start: number,
  { headers }: Walker,
  count: number,
): Promise<readonly Heard[]> {
  const hangUp = new AbortController()
  const response = await fetch(`${origin}/v1/events?after=${start}`, {
    headers: credentialIn(headers),
    signal: hangUp.signal,
  })
  let raw = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    raw += chunk
    const heard = [...raw.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json) as Heard)
    if (heard.length < count || !raw.endsWith('\n\n')) continue
    hangUp.abort()
    return heard
  }
  return []
}

/** The host is that of the connection. */
function credentialIn({ host: _host, origin: _origin, ...credential }: Walker['headers']): Record<string, string> {
  return credential
}
