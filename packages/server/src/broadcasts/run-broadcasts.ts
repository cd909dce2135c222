import type { BroadcastId, BroadcastState, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { appendEvents } from '../events/append.ts'
import { createBell } from '../events/bell.ts'
import type { SendRules } from '../outbox/send-request.ts'
import { isUnavailable } from '../store/is-unavailable.ts'
import { changed } from './broadcast-events.ts'
import { checkStep } from './check-step.ts'
import { queueStep, type Step } from './queue-step.ts'
import { withBroadcast } from './with-broadcast.ts'

export interface BroadcastRunnerOptions {
  readonly pool: pg.Pool
  readonly rules: SendRules
  readonly log?: { error(fields: object, message: string): void }
  /** After commits that appended events. Must not throw. */
  readonly onEvents?: () => void
  /** Messages were queued: the dispatcher may look at once. */
  readonly onQueued?: () => void
  readonly pollMilliseconds?: number
}

export interface BroadcastRunner extends AsyncDisposable {
  /** Something was started: look at once instead of at the next poll. */
  poke(): void
  stop(): Promise<void>
}

interface Due {
  readonly id: BroadcastId
  readonly workspace_id: WorkspaceId
  readonly state: BroadcastState
}

/** The least recently served first, so that many broadcasts go on side by side. */
const dueText = /* sql */ `
select id, workspace_id, state from broadcasts
where state in ('checking', 'scheduled', 'running') and look_at <= now() and (state <> 'scheduled' or start_at <= now())
order by served_at limit 16`

/** So many failures in a row and it stops, with the reason in the log. */
const mostAttempts = 6

/**
 * Brings what is started into the outbox, window by window, and does dry runs. Any number may run on one database: whoever has the
 * row of a broadcast is the one. Keeps nothing in memory, so what dies is gone on with by the next.
 */
export function startBroadcastRunner(options: BroadcastRunnerOptions): BroadcastRunner {
  const { pool, rules, log, onEvents, onQueued, pollMilliseconds = 250 } = options
  const stopping = new AbortController()
  const bell = createBell()
  let poked = false

  async function look(): Promise<boolean> {
    const { rows } = await pool.query<Due>({ name: 'due broadcasts', text: dueText })
    let worked = false
    for (const due of rows) {
      if (stopping.signal.aborted) break
      const step = await take(due)
      if (step.events) onEvents?.()
      if (step.queued > 0) onQueued?.()
      worked ||= !step.idle
    }
    return worked
  }

  async function take(due: Due): Promise<Step> {
    try {
      return due.state === 'checking' ? await checkStep(pool, rules, due) : await queueStep(pool, rules, due)
    } catch (error) {
      if (isUnavailable(error)) throw error
      log?.error({ err: error, broadcastId: due.id }, 'a broadcast could not go on; it is tried again')
      await noteFailure(pool, due)
      return { idle: false, queued: 0, events: true }
    }
  }

  async function run(): Promise<void> {
    for (let backoff = 0; !stopping.signal.aborted; ) {
      try {
        const worked = await look()
        backoff = 0
        if (worked || poked) {
          poked = false
          // Who is paced is due again in some milliseconds.
          if (!worked) continue
          await bell.wait(stopping.signal, 1)
        } else await bell.wait(stopping.signal, pollMilliseconds)
      } catch (error) {
        if (backoff === 0) log?.error({ err: error }, 'broadcasts cannot be looked for; trying again')
        backoff = Math.min(5_000, (backoff || 50) * 2)
        await createBell().wait(stopping.signal, backoff)
      }
    }
  }

  const running = run()
  const stop = async (): Promise<void> => {
    stopping.abort()
    await running
  }
  return {
    poke() {
      poked = true
      bell.ring()
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

async function noteFailure(pool: pg.Pool, due: Due): Promise<void> {
  await withBroadcast(pool, due, async (tx, broadcast) => {
    const isLast = broadcast.attempts + 1 >= mostAttempts
    const to = broadcast.state === 'checking' ? 'draft' : 'failed'
    const fault = {
      code: 'internal',
      reason: 'It could not go on. The reason is in the log of the server; then resume it.',
    }
    await tx.query(
      `update broadcasts set attempts = attempts + 1, look_at = now() + least(60, power(2, attempts)) * interval '1 second',
         state = case when $2 then $4 else state end, fault = case when $2 then $3::jsonb else fault end, updated_at = now()
       where id = $1`,
      [broadcast.id, isLast, JSON.stringify(fault), to],
    )
    if (isLast) await appendEvents(tx, [changed(broadcast, to, 'system', { code: fault.code })])
    return { idle: false }
  })
}
