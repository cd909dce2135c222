import { createHash, randomBytes } from 'node:crypto'
import type { WorkspaceId } from '@switchboard/contract'
import type { Queryable } from '../store/database.ts'
import { SendRefusal } from './send-refusal.ts'

/*
 * asked → answered, once: accept, decline, or cancel (put aside). What was not answered in time can't be any more. A question
 * lets nothing go by itself: a yes is followed by `decideApproval`, which looks at everything again.
 */

export type QuestionAnswer = 'accept' | 'decline' | 'cancel'

/** Whom and what a question is about; a reply counts only where all of it is the same. */
export interface QuestionScope {
  readonly workspaceId: WorkspaceId
  /** The credential that was asked, as `kind:id`. */
  readonly asked: string
  readonly sessionId: string | null
  /** Of tool and arguments. */
  readonly callFingerprint: string
}

export interface ShownApproval {
  readonly approvalId: string
  /** Of recipient and content as they were shown. */
  readonly fingerprint: string
}

const secretBytes = 32

export interface NewQuestion extends QuestionScope {
  readonly approvals: readonly ShownApproval[]
  /** What the call had come to before it asked, as JSON; given back with the reply. */
  readonly soFar?: unknown
  /** How long a reply is taken. */
  readonly milliseconds: number
}

/** @returns the secret that the reply has to carry */
export async function rememberQuestion(db: Queryable, question: NewQuestion): Promise<string> {
  const { workspaceId, asked, sessionId, callFingerprint, approvals, soFar, milliseconds } = question
  const secret = randomBytes(secretBytes).toString('base64url')
  await db.query(
    `with gone as (
       delete from approval_questions where secret_sha256 in (
         select secret_sha256 from approval_questions where expires_at < now() - interval '1 day' limit 100)
     )
     insert into approval_questions
       (secret_sha256, workspace_id, approval_ids, fingerprints, asked, session_id, call_fingerprint, so_far, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, now() + $9 * interval '1 millisecond')`,
    [
      digest(secret),
      workspaceId,
      approvals.map(({ approvalId }) => approvalId),
      approvals.map(({ fingerprint }) => fingerprint),
      asked,
      sessionId,
      callFingerprint,
      soFar === undefined ? null : JSON.stringify(soFar),
      milliseconds,
    ],
  )
  return secret
}

export interface AnsweredQuestion {
  readonly approvals: readonly ShownApproval[]
  /** It was answered before: this reply changes nothing. */
  readonly repeated: boolean
  /** What was said, now or before. */
  readonly answer: QuestionAnswer
  readonly soFar: unknown
}

interface Row {
  readonly approval_ids: string[]
  readonly fingerprints: string[]
  readonly call_fingerprint: string
  readonly expired: boolean
  readonly so_far: unknown
  readonly answer: QuestionAnswer | null
}

/**
 * Takes a reply, once. A second one, even if it says something else, is told what the first one said.
 * @throws {SendRefusal} question-not-found: unknown, somebody else's, of another session, or too late; question-changed: the call is
 * not the one that asked
 */
export async function answerQuestion(
  tx: Queryable,
  scope: QuestionScope,
  secret: string,
  answer: QuestionAnswer,
): Promise<AnsweredQuestion> {
  const { rows } = await tx.query<Row>(
    `select approval_ids, fingerprints, call_fingerprint, so_far, expires_at <= now() as expired, answer
     from approval_questions
     where secret_sha256 = $1 and workspace_id = $2 and asked = $3 and session_id is not distinct from $4 for update`,
    [digest(secret), scope.workspaceId, scope.asked, scope.sessionId],
  )
  const [row] = rows
  if (!row || (row.answer === null && row.expired))
    throw new SendRefusal(
      'question-not-found',
      'The reply belongs to no question that was put here, or came too late. Nothing was sent because of it.',
    )
  if (row.call_fingerprint !== scope.callFingerprint)
    throw new SendRefusal(
      'question-changed',
      'The reply was given about other arguments than these. Nothing was sent because of it.',
    )
  const approvals = row.approval_ids.map((approvalId, index) => ({
    approvalId,
    fingerprint: row.fingerprints[index] ?? '',
  }))
  if (row.answer !== null) return { approvals, repeated: true, answer: row.answer, soFar: row.so_far }
  await tx.query(`update approval_questions set answered_at = now(), answer = $2 where secret_sha256 = $1`, [
    digest(secret),
    answer,
  ])
  return { approvals, repeated: false, answer, soFar: row.so_far }
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
