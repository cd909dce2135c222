import { type DispatchState, giveBack, report } from './dispatch-state.ts'
import { type LeasedSend, leaseSends } from './lease.ts'
import { lateMilliseconds } from './pace.ts'
import { sendOne } from './send-one.ts'
import { SlotQueue } from './slot-queue.ts'
import { withRetries } from './with-retries.ts'

/** Between two leases while messages are on their way; milliseconds. */
const shortestPause = 10

/** Leasing that is quicker needs no lead: so much later than its slot a message may leave. */
const quickLease = lateMilliseconds / 2
const longestLead = 10_000

/** Where leased messages wait for their moment; when it has come they are sent, all beside each other. */
export function createSlots(state: DispatchState): SlotQueue<LeasedSend> {
  const { clock, working, counts } = state
  return new SlotQueue<LeasedSend>({
    clock,
    begin: (send) => {
      const work = begin(state, send).finally(() => working.delete(work))
      working.add(work)
      return work
    },
    miss: (send) => {
      counts.missed += 1
      giveBack(state, send)
    },
  })
}

/** @returns whether the provider took it. */
async function begin(state: DispatchState, send: LeasedSend): Promise<boolean> {
  const { options, settings, accounts, clock, impatience } = state
  const transport = options.transports[send.transport]
  if (!transport) throw new Error('only accounts of our transports are leased')
  const outcome = await sendOne({
    send,
    transport,
    account: accounts.get(send.accountId) ?? options.accountOf(send.accountId),
    giveUp: AbortSignal.any([AbortSignal.timeout(settings.sendMilliseconds), impatience.signal]),
    now: () => clock.earliest(),
    log: options.log,
  })
  report(state, outcome)
  return outcome.kind === 'accepted'
}

/** @returns how long to sleep; 0: there is more. */
async function lease(state: DispatchState, slots: SlotQueue<LeasedSend>): Promise<number> {
  const { options, settings, clock, inFlight } = state
  state.eager = false
  const room = settings.mostInFlight - state.total
  if (room <= 0) return 5
  const leased = await leaseSends(options.pool, {
    horizonMilliseconds: settings.horizonMilliseconds,
    leadMilliseconds: state.leadMilliseconds,
    holder: state.holder,
    leaseMilliseconds: settings.leaseMilliseconds,
    most: room,
    perAccount: (accountId) => settings.mostInFlightPerAccount - (inFlight.get(accountId) ?? 0),
    capabilitiesOf: (name) => options.transports[name]?.capabilities,
    transports: state.names,
    rules: options.rules,
  })
  if (leased.clock) {
    clock.note(leased.clock)
    const took = performance.now() - leased.clock.answered
    state.leadMilliseconds = took < quickLease ? 0 : Math.min(took, longestLead)
  }
  if (leased.events > 0) options.onEvents?.()
  for (const send of leased.sends) {
    state.counts.leased += 1
    state.total += 1
    inFlight.set(send.accountId, (inFlight.get(send.accountId) ?? 0) + 1)
  }
  openAccounts(state, leased.sends)
  slots.add(leased.sends)
  if (leased.sends.length > 0) return settings.horizonMilliseconds / 3
  const untilSlot = leased.nextSlotAt === null ? settings.pollMilliseconds : leased.nextSlotAt - clock.earliest()
  return Math.min(settings.pollMilliseconds, Math.max(1, untilSlot))
}

function openAccounts({ options, accounts }: DispatchState, sends: readonly LeasedSend[]): void {
  accounts.clear()
  for (const accountId of new Set(sends.map((send) => send.accountId))) {
    const account = options.accountOf(accountId)
    account.catch(() => {}) // met by those who await it
    accounts.set(accountId, account)
  }
}

export async function leaseForever(state: DispatchState, slots: SlotQueue<LeasedSend>): Promise<void> {
  const { poked, quiet, stopping } = state
  await withRetries(state, 'lease messages to send', async () => {
    const started = performance.now()
    const pause = await lease(state, slots)
    state.looked += 1
    if (!state.eager) await poked.wait(stopping.signal, pause)
    // Every outcome pokes, as its conversation may have more; a lease for each would be all that the database does.
    const early = started + shortestPause - performance.now()
    if (early > 0 && state.total > 0) await quiet.wait(stopping.signal, early)
  })
}
