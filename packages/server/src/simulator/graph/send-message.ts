import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FaultName } from '../faults.ts'
import { GraphError, graphError, type Json } from '../graph-error.ts'
import { isObject, objectAt, textAt } from '../json-fields.ts'
import type { Fate } from '../magic-recipients.ts'
import { accept, acceptedAnswer, takeFromLimits } from '../messages/accept.ts'
import { type Checked, checkSend } from '../messages/check-send.ts'
import { Envelope } from '../messages/content-schemas.ts'
import { type Departure, depart, tell } from '../messages/deliver.ts'
import { parseBody } from '../messages/parse-body.ts'
import { answerByItself } from '../phone/answer-by-itself.ts'
import { type BusinessNumber, newWamid, type World } from '../world.ts'

/** `POST /{phone-number-id}/messages`: a message, or that one was read. */
export async function sendMessage(
  world: World,
  number: BusinessNumber,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { body } = request
  if (isObject(body) && 'status' in body) return markRead(world, body)
  const early = beforeAccepting(world)
  if (early) return misbehave(early, request, reply)
  const checked = checkSend(world, number, parseBody(Envelope, body))
  const { customer, envelope, fate } = checked
  if (!customer) return droppedAnswer(world, envelope)
  const refusal = refusalBy(world, checked)
  if (refusal) return misbehave(refusal, request, reply)
  const countedAt = takeFromLimits(world, number, customer)
  const departure = accept(world, number, { ...checked, customer }, countedAt)
  return answerAfter(world, departure, acceptedAnswer(envelope, departure), fate, request, reply)
}

/** How a request ends other than by an answer. */
type Ending = 'cut' | 'gateway' | 'silent'

function beforeAccepting(world: World): Ending | undefined {
  if (world.faults.strikes('badGateway')) return 'gateway'
  if (world.faults.strikes('cutBeforeAccepting')) return 'cut'
  return undefined
}

/** A magic recipient's way not to accept. @throws {GraphError} */
function refusalBy(world: World, checked: Checked): Ending | undefined {
  const { fate } = checked
  if (fate?.kind !== 'refused' && fate?.kind !== 'gateway' && fate?.kind !== 'cut') return undefined
  if (fate.kind !== 'refused' && fate.accepted) return undefined
  if (fate.times === 'first' && !isFirstAttempt(world, checked)) return undefined
  if (fate.kind === 'refused') throw graphError(fate.code, undefined, fate.subcode)
  return fate.kind
}

/** A message is known again by its callback data, or, without them, every second attempt to somebody is the first. */
function isFirstAttempt(world: World, { customer, envelope }: Checked): boolean {
  const key = `${customer?.id} ${envelope.biz_opaque_callback_data ?? ''}`
  if (world.failedOnce.delete(key)) return false
  if (world.failedOnce.size >= 10_000) world.failedOnce.clear()
  world.failedOnce.add(key)
  return true
}

async function answerAfter(
  world: World,
  departure: Departure,
  answer: Json,
  fate: Fate | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  if (fate?.kind === 'overtaken' || world.faults.strikes('overtake')) {
    await tell(world, departure, 'sent')
    depart(world, { ...departure, fate: { kind: 'overtaken' } })
    return answer
  }
  const ending = endingOf(world, fate)
  // The answer is written before the first webhook leaves; which of them arrives first is the network's affair.
  setImmediate(() => depart(world, departure))
  answerByItself(world, departure)
  return ending ? misbehave(ending, request, reply) : answer
}

const afterAccepting: readonly (readonly [FaultName, Ending])[] = [
  ['cutAfterAccepting', 'cut'],
  ['badGatewayAfterAccepting', 'gateway'],
  ['silentAfterAccepting', 'silent'],
]

function endingOf(world: World, fate: Fate | undefined): Ending | undefined {
  if ((fate?.kind === 'cut' || fate?.kind === 'gateway') && fate.accepted) return fate.kind
  if (fate?.kind === 'silent') return 'silent'
  return afterAccepting.find(([name]) => world.faults.strikes(name))?.[1]
}

function misbehave(ending: Ending, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (ending === 'gateway')
    return reply.code(502).type('text/html').send('<html><body><h1>502 Bad Gateway</h1></body></html>')
  reply.hijack()
  if (ending === 'cut') request.raw.socket.destroy()
  return reply
}

/** A user id in `to`: an answer like any other, and nothing behind it. */
function droppedAnswer(world: World, { to }: Envelope): Json {
  return {
    messaging_product: 'whatsapp',
    contacts: [{ input: to }],
    messages: [{ id: newWamid(world, to ?? '') }],
  }
}

/** `{status: "read", message_id, typing_indicator?}` */
function markRead(world: World, body: Json): Json {
  if (body['messaging_product'] !== 'whatsapp') throw missing('messaging_product')
  if (body['status'] !== 'read') throw graphError(131009, 'status: only "read" can be set.')
  const wamid = textAt(body, 'message_id')
  if (wamid === undefined) throw missing('message_id')
  const message = world.messages.get(wamid)
  if (!message && !world.knownMessagesOnly) return { success: true }
  if (message?.direction !== 'inbound') throw graphError(131009, `message_id: no customer sent ${wamid.slice(0, 200)}.`)
  const thread = message.customer.thread(message.numberId)
  // What came before it counts as read too.
  for (const earlier of thread.wamids.map((each) => world.messages.get(each)))
    if (earlier?.direction === 'inbound' && earlier.at <= message.at) earlier.readByBusiness = true
  if (objectAt(body, 'typing_indicator')) thread.typingUntil = world.clock.now() + 25_000
  world.changes.touch(message.customer)
  return { success: true }
}

function missing(name: string): GraphError {
  return new GraphError({ httpStatus: 400, code: 100, message: `(#100) The parameter ${name} is required.` })
}
