import { ConversationId, Note, NoteId, WriteNote } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { hasScope } from '../../../access/principal.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import { listNotes } from '../../../store/queries/list-notes.ts'
import { createNote, deleteNote, type NoteChange, updateNote } from '../../../teamwork/notes.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { actorOf } from './actor.ts'
import { requireConversation } from './require-conversation.ts'
import type { TeamDesk } from './team-desk.ts'

const Params = z.object({ id: ConversationId })
const NoteParams = Params.extend({ noteId: NoteId })
const tags = ['conversations']

/** `/v1/conversations/:id/notes`: what the team says among itself. Never sent, and no tool of an assistant's shows it. */
export function registerNotes(app: App, desk: TeamDesk): void {
  registerListNotes(app, desk)
  registerCreateNote(app, desk)
  registerUpdateNote(app, desk)
  registerDeleteNote(app, desk)
}

function registerListNotes(app: App, { db }: TeamDesk): void {
  app.get(
    '/v1/conversations/:id/notes',
    {
      schema: {
        summary: 'Notes of a conversation',
        description: 'What the team wrote for itself; the newest 500 first. The customer never sees it.',
        tags,
        params: Params,
        response: { 200: z.object({ items: z.array(Note) }) },
      },
    },
    async (request) => {
      const id = await requireConversation(db, principalOf(request).workspaceId, request.params.id)
      return { items: await listNotes(db, id) }
    },
  )
}

function registerCreateNote(app: App, { pool, poke }: TeamDesk): void {
  app.post(
    '/v1/conversations/:id/notes',
    {
      schema: { summary: 'Write a note', tags, params: Params, body: WriteNote, response: { 201: Note } },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { workspaceId } = principal
      const asked = { workspaceId, conversationId: request.params.id, by: actorOf(principal), ...request.body }
      const note = await inTransaction(pool, (tx) => createNote(tx, asked))
      if (!note) throw new Refusal('not-found', { detail: `There is no conversation ${request.params.id}.` })
      poke()
      return reply.code(201).send(note)
    },
  )
}

function registerUpdateNote(app: App, { pool, poke }: TeamDesk): void {
  app.patch(
    '/v1/conversations/:id/notes/:noteId',
    {
      schema: {
        summary: 'Change a note',
        description: 'Your own; others’ needs `sending:manage`, which admins have.',
        tags,
        params: NoteParams,
        body: WriteNote,
        response: { 200: Note },
      },
    },
    async (request) => {
      const change = { ...changeBy(request, request.params), ...request.body }
      const note = own(await inTransaction(pool, (tx) => updateNote(tx, change)))
      poke()
      return note
    },
  )
}

function registerDeleteNote(app: App, { pool, poke }: TeamDesk): void {
  app.delete(
    '/v1/conversations/:id/notes/:noteId',
    {
      schema: {
        summary: 'Delete a note',
        description: 'Your own; others’ needs `sending:manage`, which admins have.',
        tags,
        params: NoteParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const change = changeBy(request, request.params)
      own(await inTransaction(pool, (tx) => deleteNote(tx, change)))
      poke()
      return reply.code(204).send()
    },
  )
}

function changeBy(request: FastifyRequest, { id, noteId }: z.infer<typeof NoteParams>): NoteChange {
  const principal = principalOf(request)
  const { workspaceId } = principal
  const ofOthers = hasScope(principal, 'sending:manage')
  return { workspaceId, conversationId: id, noteId, by: actorOf(principal), ofOthers }
}

/** @throws {Refusal} not-found, forbidden */
function own(note: Note | null | 'others'): Note {
  if (note === null) throw new Refusal('not-found', { detail: 'There is no such note in this conversation.' })
  if (note === 'others')
    throw new Refusal('forbidden', { detail: 'Somebody else wrote this note: they may change it, and admins may.' })
  return note
}
