import fastify, { type FastifyInstance } from 'fastify'
import type { Clock } from './clock.ts'
import type { Faults } from './faults.ts'
import { refuseUnknownPath, registerGraph } from './graph/register-graph.ts'
import type { Ledger } from './ledger.ts'
import type { SimulatedNumber, SimulatorOptions } from './options.ts'
import { digitsOf } from './people/people.ts'
import { isLoopback } from './phone/own-host.ts'
import { type Phone, phoneOf } from './phone/phone.ts'
import { type PhoneFiles, phoneFilesOf } from './phone/phone-files.ts'
import { findPhone, registerPhone } from './phone/register-phone.ts'
import { decideTemplate } from './templates/review.ts'
import type { TemplateStatus } from './templates/template.ts'
import type { WebhookTally } from './webhooks/sender.ts'
import { createWorld, type World } from './world.ts'

/** A stand-in for Meta's Graph API and for the customers' phones, in memory and on loopback. */
export interface Simulator extends AsyncDisposable {
  /** e.g. http://127.0.0.1:8100: goes where https://graph.facebook.com would. */
  readonly url: string
  readonly numbers: readonly SimulatedNumber[]
  /** What was accepted. */
  readonly ledger: Ledger
  readonly faults: Faults
  readonly clock: Pick<Clock, 'now' | 'advance' | 'waiting'>
  readonly webhooks: WebhookTally
  /** Somebody's phone, by phone number or user id; who is not known yet comes to be. */
  phone(id: string): Phone
  /** The same, of who is known or a magic recipient; undefined otherwise. */
  findPhone(id: string): Phone | undefined
  /** Everybody who is known, in the order in which they became so. */
  phones(): Phone[]
  readonly files: PhoneFiles
  /** Calls with the id of a customer on whose phone something changed. @returns how to stop */
  watch(watcher: (customerId: string) => void): () => void
  /** Decides about a template by name, as Meta's review would. @throws when there is none */
  decideTemplate(name: string, status: TemplateStatus): void
  setWebhookUrl(url: string | undefined): void
  /** No status is to come and no webhook is queued or under way. POSTs that wait for a repetition count as to come. */
  settled(): Promise<void>
}

/**
 * Starts it; resolves when it listens.
 * @throws {RangeError} for an address that others could reach
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1'
  if (!isLoopback(host))
    throw new RangeError(`The simulator listens on loopback only, and ${host} is not: it asks nobody who they are.`)
  await using undo = new AsyncDisposableStack()
  const world = undo.use(createWorld(options))
  const app = undo.adopt(
    createSimulatorApp(world, () => url),
    async (open) => {
      open.server.closeAllConnections()
      await open.close()
    },
  )
  let url = ''
  url = await app.listen({ host, port: options.port ?? 0 })
  const keep = undo.move()
  return {
    url,
    numbers: options.phoneNumbers,
    ledger: world.ledger,
    faults: world.faults,
    clock: world.clock,
    get webhooks() {
      return world.webhooks.tally
    },
    phone: (id) =>
      phoneOf(
        world,
        digitsOf(id) === undefined ? world.people.withUserId(id) : world.people.withPhone(digitsOf(id) ?? ''),
      ),
    findPhone: (id) => findPhone(world, id),
    phones: () => world.people.all().map((customer) => phoneOf(world, customer)),
    files: phoneFilesOf(world),
    watch: (watcher) => world.changes.watch(({ id }) => watcher(id)),
    decideTemplate: (name, status) => decideByName(world, name, status),
    setWebhookUrl: (next) => world.webhooks.setUrl(next),
    settled: () => settled(world),
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  }
}

function createSimulatorApp(world: World, origin: () => string): FastifyInstance {
  const app = fastify({ bodyLimit: 1024 * 1024, forceCloseConnections: true })
  registerGraph(app, world, origin)
  registerPhone(app, world)
  app.setNotFoundHandler((request, reply) => refuseUnknownPath(world, request, reply))
  return app
}

function decideByName(world: World, name: string, status: TemplateStatus): void {
  const businessAccountIds = new Set([...world.numbers.values()].map(({ businessAccountId }) => businessAccountId))
  const templates = [...businessAccountIds].flatMap((id) => world.templates.of(id)).filter((each) => each.name === name)
  if (templates.length === 0) throw new RangeError(`There is no template ${name}.`)
  for (const template of templates) decideTemplate(world, template, status)
}

async function settled(world: World): Promise<void> {
  do {
    // Statuses without a delay set out in the turn after the answer.
    await new Promise((resolve) => setTimeout(resolve, 5))
    await world.webhooks.idle()
  } while (world.clock.waiting > 0 || world.webhooks.tally.queued > 0)
}
