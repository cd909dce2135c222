import type { SimulatorOptions } from './options.ts'
import { type Simulator, startSimulator } from './simulator.ts'

/** The token that the local simulator takes; not a secret, because it opens nothing that others can reach. */
export const localAccessToken = 'simulator'

export interface LocalSimulatorOptions extends Partial<SimulatorOptions> {
  /** Of the server that gets the webhooks. */
  readonly appSecret: string
  /** Default: the number of `switchboard demo`. */
  readonly phoneNumberId?: string | undefined
  readonly businessAccountId?: string | undefined
  /** Default 80. */
  readonly messagesPerSecond?: number
}

/** The number on which a server without Meta's credentials sends. */
export const localNumber = {
  id: '15550100100001',
  businessAccountId: '15550100100002',
  displayPhoneNumber: '+1 555-010-0100',
  verifiedName: 'Simulated shop',
} as const

/** A simulator beside a server on the same machine. Where its port is taken it takes a free one. */
export async function startLocalSimulator(options: LocalSimulatorOptions): Promise<Simulator> {
  const { phoneNumberId, businessAccountId, messagesPerSecond, ...others } = options
  const number = {
    ...localNumber,
    ...(phoneNumberId !== undefined && { id: phoneNumberId }),
    ...(businessAccountId !== undefined && { businessAccountId }),
    ...(messagesPerSecond !== undefined && { messagesPerSecond }),
  }
  const all: SimulatorOptions = { accessToken: localAccessToken, phoneNumbers: [number], ...others }
  try {
    return await startSimulator(all)
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!taken) throw error
    return startSimulator({ ...all, port: 0 })
  }
}
