import { Counter } from 'prom-client'
import type { SendBacklog } from '../store/queries/get-send-backlog.ts'
import type { Metrics } from './metrics.ts'
import { gaugesOf } from './observe-state.ts'

/** What became of sends and deliveries in this process since it started, by outcome; and what waits, in all processes. */
export interface ObservedSending {
  /** Only where the role `dispatch` is played. */
  readonly sends?: (() => Readonly<Record<SendOutcome, number>>) | undefined
  /** Only where the role `jobs` is played. */
  readonly deliveries?: (() => Readonly<Record<DeliveryOutcome, number>>) | undefined
  readonly backlog: () => Promise<SendBacklog>
}

const sendOutcomes = ['accepted', 'failed', 'unknown', 'again'] as const
const deliveryOutcomes = ['delivered', 'failed'] as const
type SendOutcome = (typeof sendOutcomes)[number]
type DeliveryOutcome = (typeof deliveryOutcomes)[number]

export function observeSending({ registry }: Metrics, { sends, deliveries, backlog }: ObservedSending): void {
  const total = <Outcome extends string>(
    name: string,
    help: string,
    outcomes: readonly Outcome[],
    read: () => Readonly<Record<Outcome, number>>,
  ) =>
    new Counter({
      name: `switchboard_${name}_total`,
      help,
      labelNames: ['outcome'],
      registers: [registry],
      collect() {
        this.reset()
        const counts = read()
        for (const outcome of outcomes) this.inc({ outcome }, counts[outcome])
      },
    })
  const sent = 'Sends that the provider accepted or refused, of unknown outcome, or to be tried again'
  if (sends) total('sends', sent, sendOutcomes, sends)
  if (deliveries)
    total('webhook_deliveries', 'Webhooks that went out, and tries that failed', deliveryOutcomes, deliveries)
  const gauge = gaugesOf(registry, backlog)
  gauge('outbox_queued', 'Sends that wait for their turn', ({ queued }) => queued)
  gauge('outbox_lag_seconds', 'How long the one that is due longest has waited', ({ lagSeconds }) => lagSeconds)
  gauge('outbox_in_flight', 'Sends on their way to the provider', ({ leased }) => leased)
  gauge('outbox_unknown', 'Sends of which nobody knows whether they arrived', ({ unknown }) => unknown)
  gauge('approvals_pending', "Sends that wait for a person's yes", ({ approvals }) => approvals)
  gauge('webhook_deliveries_pending', 'Webhooks that are to go out', ({ deliveries: waiting }) => waiting)
}
