import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphError, graphError, parameterError, unknownObject } from '../graph-error.ts'
import { pageOf } from '../json-fields.ts'
import { templateNode } from '../templates/template.ts'
import type { BusinessNumber, World } from '../world.ts'
import { authorise, checkProof } from './authorise.ts'
import { historyEdge, historyEntry, isListed } from './history.ts'
import { deleteMedia, downloadMedia, mediaNode, uploadMedia } from './media.ts'
import {
  blockedPeople,
  businessAccountNode,
  changeBlocked,
  changeProfile,
  numberNode,
  profileAnswer,
  textOf,
} from './numbers.ts'
import { sendMessage } from './send-message.ts'
import { subscribe, subscribedApps } from './subscriptions.ts'
import { createTemplate, deleteTemplate, editTemplate, listTemplates } from './templates.ts'

const management = /\/(?:message_templates|whatsapp_business_profile|phone_numbers)(?:\?|$)/
const node = '/:version(^v\\d+\\.\\d+$)/:id'

interface Params {
  readonly id: string
}

/** The Graph API's paths, of any version. */
export function registerGraph(app: FastifyInstance, world: World, origin: () => string): void {
  app.register(async (graph) => {
    graph.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null))
    graph.addHook('onRequest', async (request) => {
      await pause(world.faults.current.latencyMilliseconds)
      const { authorization } = request.headers
      const given = textOf(request.query, 'access_token')
      const token = authorise(world.accessToken, authorization, given, management.test(request.url))
      checkProof(world.appSecret, token, textOf(request.query, 'appsecret_proof'))
      const isSend = request.method === 'POST' && /\/messages(?:\?|$)/.test(request.url)
      if (!isSend && !world.faults.current.everywhere) return
      if (world.faults.strikes('tooManyRequests')) throw graphError(130429)
      if (world.faults.strikes('serverError')) throw graphError(131000)
    })
    graph.setErrorHandler((error, _request, reply) => refuse(world, error, reply))
    graph.get('/simulated-media/', (request, reply) => downloadMedia(world, request, reply))
    registerNumbers(graph, world)
    registerAccounts(graph, world)
    registerNodes(graph, world, origin)
  })
}

function registerNumbers(graph: FastifyInstance, world: World): void {
  const numberOf = (request: FastifyRequest): BusinessNumber => {
    const { id } = request.params as Params // every path here has it
    const number = world.numbers.get(id)
    if (!number) throw unknownObject(request.method, id)
    return number
  }
  graph.post(`${node}/messages`, (request, reply) => sendMessage(world, numberOf(request), request, reply))
  graph.post(`${node}/media`, (request) => uploadMedia(world, numberOf(request), request))
  graph.get(`${node}/whatsapp_business_profile`, async (request) =>
    profileAnswer(numberOf(request), textOf(request.query, 'fields')),
  )
  graph.post(`${node}/whatsapp_business_profile`, async (request) => changeProfile(numberOf(request), request.body))
  graph.get(`${node}/block_users`, async (request) =>
    pageOf(blockedPeople(world, numberOf(request)), pageAsked(request), addressOf(request)),
  )
  graph.post(`${node}/block_users`, async (request) => changeBlocked(world, numberOf(request), request.body, true))
  graph.delete(`${node}/block_users`, async (request) => changeBlocked(world, numberOf(request), request.body, false))
  graph.get(`${node}/message_history`, async (request) => {
    const wamid = textOf(request.query, 'message_id')
    const sent = world.messages.sentBy(numberOf(request).id)
    const asked = wamid === undefined ? sent : sent.filter((message) => message.wamid === wamid)
    return pageOf(asked.map(historyEntry), pageAsked(request), addressOf(request))
  })
}

function registerAccounts(graph: FastifyInstance, world: World): void {
  const numbersOf = (request: FastifyRequest): readonly [string, readonly BusinessNumber[]] => {
    const { id } = request.params as Params // every path here has it
    const numbers = [...world.numbers.values()].filter((number) => number.businessAccountId === id)
    if (numbers.length === 0) throw unknownObject(request.method, id)
    return [id, numbers]
  }
  graph.get(`${node}/phone_numbers`, async (request) => {
    const [, numbers] = numbersOf(request)
    const fields = textOf(request.query, 'fields') ?? 'display_phone_number,verified_name,quality_rating,status'
    return pageOf(
      numbers.map((number) => numberNode(number, fields)),
      pageAsked(request),
      addressOf(request),
    )
  })
  graph.get(`${node}/message_templates`, async (request) => {
    const [id] = numbersOf(request)
    const asked = { name: textOf(request.query, 'name'), status: textOf(request.query, 'status') }
    const templates = listTemplates(world, id, { ...asked, fields: textOf(request.query, 'fields') })
    return pageOf(templates, pageAsked(request), addressOf(request))
  })
  graph.post(`${node}/message_templates`, async (request) => createTemplate(world, numbersOf(request)[0], request.body))
  graph.delete(`${node}/message_templates`, async (request) => {
    const { query } = request
    return deleteTemplate(world, numbersOf(request)[0], textOf(query, 'name'), textOf(query, 'hsm_id'))
  })
  graph.get(`${node}/events`, async (request) => {
    const { id } = request.params as Params // every path here has it
    const message = world.messages.byHistoryId(id)
    if (!message) throw unknownObject('GET', id)
    return pageOf(message.events.filter(isListed).map(historyEdge), pageAsked(request), addressOf(request))
  })
  graph.get(`${node}/subscribed_apps`, async (request) => subscribedApps(world, numbersOf(request)[0]))
  graph.post(`${node}/subscribed_apps`, (request) => subscribe(world, numbersOf(request)[0], request.body))
}

/** What stands under an id by itself: a number, a business account, a template or a file. */
function registerNodes(graph: FastifyInstance, world: World, origin: () => string): void {
  graph.get('/:version(^v\\d+\\.\\d+$)/me/permissions', async () => ({
    data: ['whatsapp_business_management', 'whatsapp_business_messaging'].map((permission) => ({
      permission,
      status: 'granted',
    })),
  }))
  graph.get(node, async (request) => {
    const { id } = request.params as Params // the path has it
    const fields = textOf(request.query, 'fields')
    const number = world.numbers.get(id)
    if (number) return numberNode(number, fields)
    const media = world.media.get(id)
    if (media) return mediaNode(world, media, origin(), textOf(request.query, 'phone_number_id'))
    const template = world.templates.get(id)
    if (template) return templateNode(template)
    if ([...world.numbers.values()].some(({ businessAccountId }) => businessAccountId === id))
      return businessAccountNode(id)
    throw unknownObject('GET', id)
  })
  graph.post(node, async (request) => {
    const { id } = request.params as Params // the path has it
    const template = world.templates.get(id)
    if (!template) throw unknownObject('POST', id)
    return editTemplate(world, template, request.body)
  })
  graph.delete(node, async (request) => {
    const { id } = request.params as Params // the path has it
    const media = world.media.get(id)
    if (!media) throw unknownObject('DELETE', id)
    return deleteMedia(world, media, textOf(request.query, 'phone_number_id'))
  })
}

function refuse(world: World, error: unknown, reply: FastifyReply): FastifyReply {
  const known = asGraphError(error)
  world.ledger.refuse(known.code)
  return reply.code(known.httpStatus).send(known.toJson(`A${world.random.hex(22)}`))
}

function asGraphError(error: unknown): GraphError {
  if (error instanceof GraphError) return error
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  // Fastify's own: a body that is no JSON, too large, or of another type.
  if (typeof status === 'number' && status < 500) return parameterError('The body could not be read as JSON.')
  const message = error instanceof Error ? error.message : String(error)
  return new GraphError({ httpStatus: 500, code: 1, message: `(#1) A fault of the simulator itself: ${message}` })
}

/** What a path gets that is none of these. */
export function refuseUnknownPath(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?')[0] ?? ''
  const error = new GraphError({
    httpStatus: 400,
    code: 2500,
    message: `Unknown path components: ${path.slice(0, 200)}`,
    details: 'The simulator knows messages, media, templates, numbers, profile, block list and message history.',
  })
  return refuse(world, error, reply)
}

function pageAsked(request: FastifyRequest) {
  return { limit: textOf(request.query, 'limit'), after: textOf(request.query, 'after') }
}

function addressOf(request: FastifyRequest): string {
  return `http://${request.host}${request.url.split('?')[0] ?? ''}`
}

async function pause(milliseconds: number | undefined): Promise<void> {
  if (milliseconds) await new Promise((resolve) => setTimeout(resolve, milliseconds))
}
