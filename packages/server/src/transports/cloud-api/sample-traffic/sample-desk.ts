/** Somebody who writes to the shop in the sample. `phone` and `userId`: at least one of them. */
export interface SamplePerson {
  readonly name: string
  readonly phone?: string
  readonly userId?: string
  readonly username?: string
}

export interface SampleWebhook {
  /** When it arrives, in milliseconds since 1970. */
  readonly at: number
  /** What happens, in a few words, for the person who watches the demo. */
  readonly note: string
  readonly body: unknown
}

export interface SampleOptions {
  /** The morning ends here, in milliseconds since 1970; it began three hours before. */
  readonly now: number
  readonly phoneNumberId: string
  readonly businessAccountId: string
}

export const shopNumber = '15550100100'

/** Writes webhook bodies in Meta's shapes, in the order of the story. Ids depend on `now`, so each morning is a new one. */
export class SampleDesk {
  readonly webhooks: SampleWebhook[] = []
  readonly #options: SampleOptions
  readonly #start: number
  #count = 0

  constructor(options: SampleOptions) {
    this.#options = options
    this.#start = options.now - 3 * 3_600_000
  }

  /** A new id of the given kind, shaped like Meta's. */
  id(prefix: 'wamid' | 'wacid'): string {
    this.#count += 1
    const unique = `${Math.floor(this.#options.now / 1000)}-${this.#count}-sample`
    return `${prefix}.${Buffer.from(unique).toString('base64')}`
  }

  seconds(minute: number): string {
    return String(Math.floor(this.#at(minute) / 1000))
  }

  /** Somebody writes. @returns the message's id */
  inbound(minute: number, from: SamplePerson, note: string, message: Record<string, unknown>): string {
    const id = this.id('wamid')
    const written = { ...senderOf(from), id, timestamp: this.seconds(minute), ...message }
    this.change(minute, `${from.name}: ${note}`, 'messages', { contacts: [contactOf(from)], messages: [written] })
    return id
  }

  /** The shop wrote from its phone. @returns the message's id */
  echo(minute: number, to: SamplePerson, note: string, message: Record<string, unknown>): string {
    const id = this.id('wamid')
    const written = { from: shopNumber, to: to.phone, to_user_id: to.userId, id, timestamp: this.seconds(minute) }
    this.change(minute, `shop to ${to.name}: ${note}`, 'smb_message_echoes', {
      contacts: [contactOf(to)],
      message_echoes: [{ ...written, ...message }],
    })
    return id
  }

  /** Receipts of one message, a few seconds apart, in one body each. */
  receipts(minute: number, id: string, to: SamplePerson, names: readonly string[], extra: object = {}): void {
    for (const [index, status] of names.entries()) {
      const at = minute + index / 10
      const recipient = { recipient_id: to.phone, recipient_user_id: to.userId }
      this.change(at, `${status} to ${to.name}`, 'messages', {
        contacts: [contactOf(to)],
        statuses: [{ id, status, timestamp: this.seconds(at), ...recipient, ...extra }],
      })
    }
  }

  /** Any other change of the number. */
  change(minute: number, note: string, field: string, value: Record<string, unknown>): void {
    const metadata = { display_phone_number: shopNumber, phone_number_id: this.#options.phoneNumberId }
    this.#post(minute, note, { field, value: { messaging_product: 'whatsapp', metadata, ...value } })
  }

  /** A change of the business account, which names no number. */
  accountChange(minute: number, note: string, field: string, value: Record<string, unknown>): void {
    this.#post(minute, note, { field, value }, { time: Number(this.seconds(minute)) })
  }

  #post(minute: number, note: string, change: unknown, extra: object = {}): void {
    const entry = [{ id: this.#options.businessAccountId, ...extra, changes: [change] }]
    this.webhooks.push({ at: this.#at(minute), note, body: { object: 'whatsapp_business_account', entry } })
  }

  #at(minute: number): number {
    return Math.min(this.#start + Math.round(minute * 60_000), this.#options.now)
  }
}

function senderOf(person: SamplePerson): object {
  return { from: person.phone, from_user_id: person.userId }
}

function contactOf(person: SamplePerson): object {
  return {
    profile: { name: person.name, username: person.username },
    wa_id: person.phone,
    user_id: person.userId,
  }
}
