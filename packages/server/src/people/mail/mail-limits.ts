import { createHash } from 'node:crypto'
import type { WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

export interface MailAsked {
  readonly to: string
  readonly workspaceId: WorkspaceId
  /** Who has it sent, as `kind:id`. */
  readonly by: string
}

/** Why nothing more goes, and for how long. */
export interface MailsFull {
  readonly sentence: string
  readonly seconds: number
}

/**
 * So that nobody fills a stranger's mailbox by us: mails that somebody has sent to an address are counted for the mailbox, for who
 * asks and for their workspace. Counted in Postgres, for all processes together; addresses are kept as hashes. What a person asks for
 * their own mailbox with “forgotten your password?” has a bound of its own, or strangers could use it up: forgotten-password.ts.
 */
export interface MailLimits {
  /** Counts one that is about to go. @returns null: it may */
  take(asked: MailAsked): Promise<MailsFull | null>
}

const hour = 60 * 60
const limits = {
  mailbox: { points: 5, duration: hour },
  inviter: { points: 50, duration: hour },
  // Somebody may have several keys.
  workspace: { points: 200, duration: hour },
} as const

export function createMailLimits(pool: pg.Pool): MailLimits {
  const limiter = (name: keyof typeof limits) =>
    new RateLimiterPostgres({
      // The table of all counts that hold over processes; what has expired is swept with the others.
      ...{ storeClient: pool, storeType: 'pool', tableName: 'failed_sign_ins', tableCreated: true },
      ...{ clearExpiredByTimeout: false, keyPrefix: `mail-${name}`, ...limits[name] },
    })
  const [mailbox, inviter, workspace] = [limiter('mailbox'), limiter('inviter'), limiter('workspace')]
  return {
    async take({ to, workspaceId, by }) {
      const { points } = limits.mailbox
      // Who asks first: what they may not ask for is none of the mailbox's.
      return (
        (await full(workspace, workspaceId, 'This workspace has had as many mails sent as it may in an hour')) ??
        (await full(inviter, `${workspaceId} ${by}`, 'You have had as many mails sent as one may in an hour')) ??
        (await full(
          mailbox,
          mailboxOf(to),
          `${points} mails have gone to this mailbox within an hour, which is the most`,
        ))
      )
    },
  }
}

async function full(limiter: RateLimiterPostgres, key: string, why: string): Promise<MailsFull | null> {
  try {
    await limiter.consume(createHash('sha256').update(key).digest('base64url'))
    return null
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000))
    return { seconds, sentence: `${why}. Try again in ${Math.ceil(seconds / 60)} minutes.` }
  }
}

/** Most mail servers deliver `ana+anything@` to `ana@`. */
function mailboxOf(address: string): string {
  return address
    .trim()
    .toLowerCase()
    .replace(/\+[^@]*(?=@)/, '')
}
