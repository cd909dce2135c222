import type { Readable } from 'node:stream'
import type {
  MagicRecipient,
  NewPhoneOwner,
  PhoneAction,
  PhoneOwner,
  PhoneScreen,
  PhoneSwitches,
  WorkspaceId,
} from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'
import { principalOf } from './require-scope.ts'

export interface FileOnPhone {
  readonly mimeType: string
  readonly filename: string | undefined
  readonly size: number
  readonly bytes: Readable
}

/**
 * The simulated customers' phones, which the composition makes of the simulator: nothing here knows how they work. Customers are
 * named by the digits of their phone, or by their user id. What a phone cannot do is refused: `phone-refused`.
 */
export interface PhoneDesk {
  /** The workspace that the simulated number belongs to. To all others there are no phones. */
  readonly workspaceId: WorkspaceId
  readonly business: string
  readonly businessPhone: string
  /** Those with whom something happened lately come first; at most 200. */
  owners(): readonly PhoneOwner[]
  magicRecipients(): readonly MagicRecipient[]
  /** Undefined: nobody is known by that id. */
  screen(id: string): PhoneScreen | undefined
  /** Makes somebody, or finds who has that phone. */
  make(owner: NewPhoneOwner): PhoneOwner
  change(id: string, switches: PhoneSwitches): void
  /** @returns the message's id at the provider */
  act(id: string, action: PhoneAction): Promise<string>
  /** Looks at all that was delivered. */
  read(id: string): void
  putFile(file: Pick<FileOnPhone, 'mimeType' | 'filename' | 'bytes'>): Promise<string>
  file(id: string): FileOnPhone
  /** Calls with the id of a customer on whose phone something changed. @returns how to stop */
  watch(watcher: (id: string) => void): () => void
}

/** The desk, for whoever asks. @throws {Refusal} no-simulator */
export function deskFor(request: FastifyRequest, desk: PhoneDesk | undefined): PhoneDesk {
  if (desk && principalOf(request).workspaceId === desk.workspaceId) return desk
  throw new Refusal('no-simulator', {
    detail:
      'A server brings the simulator along while nothing of WhatsApp is configured and only this machine reaches it (docs/simulator.md).',
  })
}

/** @throws {Refusal} no-such-customer */
export function screenFor(desk: PhoneDesk, id: string): PhoneScreen {
  const screen = desk.screen(id)
  if (screen) return screen
  throw new Refusal('no-such-customer', {
    detail: 'Phones are forgotten when the server stops. Make this one again: POST /v1/simulator/customers',
  })
}
