import { z } from 'zod'
import type { Random } from './random.ts'

/** A share of all (0 to 1), or the next so many. */
const Chance = z.union([z.number().min(0).max(1), z.strictObject({ next: z.int().min(0).max(1_000_000) })])
type Chance = z.infer<typeof Chance>

/** What goes wrong on demand. Everything is off until it is set. */
export const FaultSettings = z
  .strictObject({
    latencyMilliseconds: z.number().min(0).max(600_000).meta({ description: 'Before every answer of the Graph API' }),
    tooManyRequests: Chance.meta({ description: 'HTTP 429, code 130429; not accepted' }),
    serverError: Chance.meta({ description: "HTTP 500 in Meta's envelope; not accepted" }),
    everywhere: z.boolean().meta({ description: '429 and 500 hit every request, not only sends' }),
    badGateway: Chance.meta({ description: 'HTTP 502 in HTML; not accepted' }),
    badGatewayAfterAccepting: Chance,
    cutBeforeAccepting: Chance,
    cutAfterAccepting: Chance,
    silentAfterAccepting: Chance.meta({ description: 'Accepted; the connection stays open and nothing comes' }),
    overtake: Chance.meta({ description: 'The status "sent" is delivered before the answer' }),
    duplicateWebhooks: Chance.meta({ description: 'A POST comes again, or its items come again in another POST' }),
    shuffleWebhooks: z.boolean().meta({ description: 'Items and POSTs lose their order' }),
    delayWebhooksMilliseconds: z.number().min(0).max(600_000),
    webhookOutage: z.boolean().meta({ description: 'No POST arrives; each is repeated later, as Meta does' }),
  })
  .partial()
export type FaultSettings = z.infer<typeof FaultSettings>

type ChanceName = {
  [Name in keyof FaultSettings]-?: Exclude<FaultSettings[Name], undefined> extends Chance ? Name : never
}[keyof FaultSettings]
/** Those that are asked for one event at a time. */
export type FaultName = Exclude<ChanceName, 'latencyMilliseconds' | 'delayWebhooksMilliseconds'>

export interface Faults {
  /** What is set now; what `next` counts has gone down. */
  readonly current: FaultSettings
  /** Changes what is named, leaves the rest. */
  set(change: FaultSettings): void
  reset(): void
  /** Whether this one is hit. Counts down `next`. */
  strikes(name: FaultName): boolean
  /** How often each has struck. */
  readonly struck: Readonly<Partial<Record<FaultName, number>>>
}

/** @throws {z.ZodError} from `set`, for settings that are none */
export function createFaults(random: Random): Faults {
  let current: FaultSettings = {}
  const struck: Partial<Record<FaultName, number>> = {}
  const hit = (name: FaultName): boolean => {
    const chance = current[name]
    if (chance === undefined) return false
    if (typeof chance === 'number') return chance > 0 && random.next() < chance
    if (chance.next === 0) return false
    current = { ...current, [name]: { next: chance.next - 1 } }
    return true
  }
  return {
    get current() {
      return current
    },
    set(change) {
      current = { ...current, ...FaultSettings.parse(change) }
    },
    reset() {
      current = {}
    },
    strikes(name) {
      const strikes = hit(name)
      if (strikes) struck[name] = (struck[name] ?? 0) + 1
      return strikes
    },
    struck,
  }
}
