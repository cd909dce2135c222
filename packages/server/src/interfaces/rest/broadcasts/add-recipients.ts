import { AddRecipients, BroadcastId, UploadResult } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { toBroadcast } from '../../../broadcasts/broadcast-row.ts'
import type { CsvColumn, CsvOptions } from '../../../broadcasts/csv-columns.ts'
import { findBroadcast } from '../../../broadcasts/find-broadcast.ts'
import type { ListRow } from '../../../broadcasts/list-row.ts'
import { queryPeople } from '../../../broadcasts/query-people.ts'
import { readCsv } from '../../../broadcasts/read-csv.ts'
import { readLines } from '../../../broadcasts/read-lines.ts'
import { readNdjson } from '../../../broadcasts/read-ndjson.ts'
import { requireOwnDraft } from '../../../broadcasts/require-own-draft.ts'
import { uploadRecipients } from '../../../broadcasts/upload-recipients.ts'
import { refuseBlocked } from '../../../outbox/held-back.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { callerOf } from '../../sending.ts'
import { allowSlowBody } from '../media/slow-bodies.ts'
import type { BroadcastDependencies } from './broadcast-dependencies.ts'
import { listOfBody, listOfForm, type ReceivedList, rawTypes } from './receive-list.ts'

const Query = z.object({
  recipient: z.string().min(1).max(100).optional().meta({
    description: 'Of a CSV: the column that names the recipient; absent: `phone`, `to` or another usual name',
  }),
  delimiter: z.enum([',', ';', '|', 'tab']).optional().meta({
    description: 'Of a CSV; absent: whichever the header has most of',
  }),
})
const File = z
  .object({ file: z.string().meta({ format: 'binary', description: 'The list, a part of multipart/form-data' }) })
  .meta({ id: 'RecipientsForm' })
/** What stands for a body that is read as it arrives. */
const streamMarker = { file: '' }
/** An upload of which nothing came for so long is broken off. */
const silenceMilliseconds = 30_000

interface Source {
  readonly rows: AsyncIterable<readonly ListRow[]> | Iterable<readonly ListRow[]>
  readonly columns: readonly CsvColumn[] | null
}

/** `POST /v1/broadcasts/:id/recipients`: a list of any length, read as it arrives. */
export function registerAddRecipients(app: App, dependencies: BroadcastDependencies): void {
  void app.register(async (scope: App) => {
    for (const type of ['multipart/form-data', ...rawTypes])
      scope.addContentTypeParser(type, (_request, _body, done) => done(null, streamMarker))
    scope.post(
      '/v1/broadcasts/:id/recipients',
      {
        schema: {
          summary: 'Add recipients to a broadcast',
          tags: ['broadcasts'],
          description:
            'A CSV with a header, or one JSON object a line (`{"to": …, "variables": {…}}`), as the body or as the part `file` of a ' +
            'form; or JSON with `recipients`, or with a `query` for people who are known here. Broken rows are counted, named with ' +
            'their line in the report, and do not stop the others. Somebody who is in the list already is counted as a duplicate, ' +
            'in whatever format they are written. An upload that breaks off leaves nothing.',
          consumes: ['text/csv', 'application/x-ndjson', 'multipart/form-data', 'application/json'],
          params: z.object({ id: BroadcastId }),
          querystring: Query,
          body: z.union([AddRecipients, File]),
          response: { 200: UploadResult },
        },
      },
      async (request) => add(dependencies, request, request.params.id, request.query),
    )
  })
}

async function add(
  { sending: { pool } }: BroadcastDependencies,
  request: FastifyRequest,
  id: string,
  { recipient, delimiter }: z.infer<typeof Query>,
): Promise<UploadResult> {
  const principal = principalOf(request)
  const { workspaceId } = principal
  const caller = callerOf(principal, false)
  refuseBlocked(caller)
  const broadcast = await findBroadcast(pool, workspaceId, id)
  requireOwnDraft(broadcast, caller)
  const body = request.body as z.infer<typeof AddRecipients> | typeof streamMarker // the route's schema
  const finish = async ({ rows, columns }: Source): Promise<UploadResult> => {
    const { tally, problems } = await uploadRecipients(pool, { workspaceId, broadcastId: id, rows })
    return {
      rows: tally.rows,
      added: tally.added,
      invalid: tally.invalid,
      duplicates: tally.duplicates,
      columns: columns && [...columns],
      problems: [...problems],
      broadcast: toBroadcast(await findBroadcast(pool, workspaceId, id)),
    }
  }
  if ('recipients' in body)
    return finish({
      rows: [body.recipients.map(({ to, variables = {} }) => ({ line: null, to, variables }))],
      columns: null,
    })
  if ('query' in body) {
    const where = { workspaceId, accountId: broadcast.account_id }
    return finish({ rows: queryPeople(pool, where, body.query), columns: null })
  }
  const options = { recipient, delimiter: delimiter === 'tab' ? '\t' : delimiter }
  return receiving(request, async (list) => finish(await sourceOf(list, options)))
}

async function sourceOf({ body, format }: ReceivedList, options: CsvOptions): Promise<Source> {
  const lines = readLines(body)
  return format === 'ndjson' ? { rows: readNdjson(lines), columns: null } : readCsv(lines, options)
}

/** While the body arrives: the usual limit of time is lifted, silence is not waited for, and what is left over is read. */
async function receiving<Result>(
  request: FastifyRequest,
  work: (list: ReceivedList) => Promise<Result>,
): Promise<Result> {
  const { raw } = request
  const isForm = request.headers['content-type']?.startsWith('multipart/form-data') === true
  if (!isForm && !rawTypes.some((type) => request.headers['content-type']?.toLowerCase().startsWith(type)))
    throw new Refusal('invalid-request', { detail: 'Give "recipients" or a "query", or send a CSV or NDJSON file.' })
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new Refusal('unsupported-media-type', { detail: 'Send the file as it is, not compressed.' })
  using _patience = allowSlowBody(request.server.server)
  const silence = new Error('nothing came for too long')
  raw.setTimeout(silenceMilliseconds, () => raw.destroy(silence))
  try {
    return await work(isForm ? await listOfForm(raw) : listOfBody(raw))
  } catch (error) {
    if (raw.readableAborted || raw.errored) throw new Refusal('upload-broken', { cause: error })
    throw error
  } finally {
    raw.setTimeout(0)
    // What is not wanted is read all the same, so that the answer gets through.
    raw.unpipe()
    raw.resume()
  }
}
