import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { FaultSettings } from '../faults.ts'
import { magicRecipients } from '../magic-recipients.ts'
import { digitsOf, isUserId, userIdOf } from '../people/people.ts'
import { decideTemplate } from '../templates/review.ts'
import { templateNode, templateStatuses } from '../templates/template.ts'
import type { World } from '../world.ts'
import { isOurOwnHost } from './own-host.ts'
import { type Phone, phoneOf } from './phone.ts'
import { PhoneError } from './phone-error.ts'
import { CustomerChange, PhoneMessage } from './phone-message.ts'
import { registerFiles } from './register-files.ts'

interface Params {
  readonly id: string
  readonly numberId: string
}

/** `/simulator`: the customers' phones, what goes wrong, and what happened. For this machine only; asks for no key. */
export function registerPhone(app: FastifyInstance, world: World): void {
  app.register(
    async (api) => {
      api.addHook('onRequest', async (request) => {
        // A page on another site must not reach this by a name that it lets point to 127.0.0.1.
        if (!isOurOwnHost(request.headers.host)) throw new PhoneError('This address is for this machine only.', 403)
      })
      api.setErrorHandler((error, _request, reply) => refuse(error, reply))
      registerCustomers(api, world)
      registerControls(api, world)
      registerFiles(api, world)
    },
    { prefix: '/simulator' },
  )
}

const NewCustomer = CustomerChange.extend({ phone: z.string().optional(), userId: z.string().optional() })
const Sent = z.looseObject({ to: z.string().optional() })
const Which = z.strictObject({ messageId: z.string().optional() }).default({})

function registerCustomers(api: FastifyInstance, world: World): void {
  const phoneAsked = (request: FastifyRequest): Phone => {
    const { id } = request.params as Params // every path here has it
    const phone = findPhone(world, id)
    if (!phone)
      throw new PhoneError(`There is no customer ${id.slice(0, 150)}. Make one: POST /simulator/customers`, 404)
    return phone
  }
  api.get('/customers', async () => ({
    data: world.people.all().map((customer) => phoneOf(world, customer).describe()),
  }))
  api.post('/customers', async (request, reply) => {
    const { phone, userId, ...change } = NewCustomer.parse(request.body)
    const made = phoneOf(world, customerFor(world, phone, userId))
    made.change(change)
    return reply.code(201).send(made.describe())
  })
  api.get('/customers/:id', async (request) => phoneAsked(request).describe())
  api.patch('/customers/:id', async (request) => {
    const phone = phoneAsked(request)
    phone.change(CustomerChange.parse(request.body))
    return phone.describe()
  })
  api.get('/customers/:id/conversations', async (request) => ({ data: phoneAsked(request).conversations() }))
  api.get(
    '/customers/:id/conversations/:numberId',
    async (request) => phoneAsked(request).conversation((request.params as Params).numberId), // the path has it
  )
  api.post('/customers/:id/messages', async (request, reply) => {
    const { to, ...message } = Sent.parse(request.body)
    const id = await phoneAsked(request).write(PhoneMessage.parse(message), to)
    return reply.code(201).send({ id })
  })
  api.post('/customers/:id/receive', async (request) => ({
    changed: phoneAsked(request).receive(Which.parse(request.body ?? {}).messageId),
  }))
  api.post('/customers/:id/read', async (request) => ({
    changed: phoneAsked(request).read(Which.parse(request.body ?? {}).messageId),
  }))
  api.post('/customers/:id/typing', async (request) => {
    phoneAsked(request)
    return { told: false, why: 'WhatsApp does not tell businesses that a customer types.' }
  })
}

/** Of who is known; magic recipients always are. */
export function findPhone(world: World, id: string): Phone | undefined {
  const magic = magicRecipients.find(({ waId }) => waId === digitsOf(id))
  const customer = magic ? world.people.withPhone(magic.waId) : world.people.find(id)
  return customer && phoneOf(world, customer)
}

function customerFor(world: World, phone: string | undefined, userId: string | undefined) {
  const digits = phone === undefined ? undefined : digitsOf(phone)
  if (digits !== undefined) return world.people.withPhone(digits)
  if (phone !== undefined) throw new PhoneError(`"${phone.slice(0, 50)}" is not a phone number.`)
  if (userId === undefined) throw new PhoneError('Give the customer a phone or a userId.')
  if (!isUserId(userId)) throw new PhoneError(`"${userId.slice(0, 50)}" is not a user id like US.13491208655302741918.`)
  return world.people.withUserId(userId)
}

function registerControls(api: FastifyInstance, world: World): void {
  api.get('/', async () => ({
    numbers: [...world.numbers.values()].map(({ id, displayPhoneNumber, businessAccountId, messagesPerSecond }) => ({
      ...{ id, displayPhoneNumber, businessAccountId, messagesPerSecond },
    })),
    accepted: world.ledger.accepted,
    byNumber: world.ledger.tallies(),
    refusals: world.ledger.refusals(),
    webhooks: world.webhooks.tally,
    faults: { set: world.faults.current, struck: world.faults.struck },
    time: new Date(world.clock.now()).toISOString(),
    pending: world.clock.waiting,
  }))
  api.get('/magic-recipients', async () => ({
    data: magicRecipients.map(({ phone, waId, what }) => ({ phone, waId, userId: userIdOf(waId), what })),
  }))
  api.get('/faults', async () => world.faults.current)
  api.patch('/faults', async (request) => {
    world.faults.set(FaultSettings.parse(request.body))
    return world.faults.current
  })
  api.delete('/faults', async () => {
    world.faults.reset()
    return world.faults.current
  })
  api.get('/clock', async () => ({ time: new Date(world.clock.now()).toISOString(), pending: world.clock.waiting }))
  api.post('/clock', async (request) => {
    const { advanceSeconds } = z.strictObject({ advanceSeconds: z.number().min(0).max(31_536_000) }).parse(request.body)
    world.clock.advance(advanceSeconds * 1_000)
    return { time: new Date(world.clock.now()).toISOString(), pending: world.clock.waiting }
  })
  api.post('/templates/:id', async (request) => {
    const { id } = request.params as Params // the path has it
    const template = world.templates.get(id)
    if (!template) throw new PhoneError(`There is no template ${id.slice(0, 50)}.`, 404)
    const Decision = z.strictObject({ status: z.enum(templateStatuses), reason: z.string().default('NONE') })
    const { status, reason } = Decision.parse(request.body)
    decideTemplate(world, template, status, reason)
    return templateNode(template)
  })
}

function refuse(error: unknown, reply: FastifyReply): FastifyReply {
  const status = statusOf(error)
  const detail =
    error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : 'unknown'
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ title: 'The simulator cannot do that', status, detail })
}

function statusOf(error: unknown): number {
  if (error instanceof PhoneError) return error.httpStatus
  if (error instanceof z.ZodError) return 400
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' ? status : 500
}
