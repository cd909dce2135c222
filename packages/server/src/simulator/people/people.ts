import { hash } from 'node:crypto'
import { magicRecipients } from '../magic-recipients.ts'
import { Customer } from './customer.ts'

const userIdPattern = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/

/** A business-scoped user id, as `recipient` takes it. */
export function isUserId(text: string): boolean {
  return userIdPattern.test(text)
}

/** Digits of a phone as people and programs write it; undefined for what is none. */
export function digitsOf(written: string): string | undefined {
  const digits = written.replace(/[\s().+\-/–]/g, '')
  return /^\d{5,20}$/.test(digits) ? digits : undefined
}

/** Everybody that the simulator knows. Whoever is written to comes to be; of too many the longest known are forgotten. */
export class People {
  readonly #byWaId = new Map<string, Customer>()
  readonly #byUserId = new Map<string, Customer>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** The one with that phone; made when new. */
  withPhone(waId: string, name?: string): Customer {
    const known = this.#byWaId.get(waId)
    if (known) return known
    return this.#add(new Customer({ waId, userId: userIdOf(waId), name: name ?? `Customer ${waId.slice(-4)}` }))
  }

  /** The one with that user id; made when new, then without a phone. */
  withUserId(userId: string, name?: string): Customer {
    const known = this.#byUserId.get(userId)
    if (known) return known
    const magic = magicRecipients.find(({ waId }) => userIdOf(waId) === userId)
    if (magic) return this.withPhone(magic.waId)
    return this.#add(new Customer({ userId, name: name ?? `Customer ${userId.slice(-4)}` }))
  }

  /** By phone in any form or user id. */
  find(id: string): Customer | undefined {
    const digits = digitsOf(id)
    return this.#byUserId.get(id) ?? (digits === undefined ? undefined : this.#byWaId.get(digits))
  }

  /** In the order in which they became known. */
  all(): Customer[] {
    return [...this.#byUserId.values()]
  }

  #add(customer: Customer): Customer {
    this.#byUserId.set(customer.userId, customer)
    if (customer.waId !== undefined) this.#byWaId.set(customer.waId, customer)
    if (this.#byUserId.size > this.#most) {
      const [oldest] = this.#byUserId.values()
      if (oldest) this.#byUserId.delete(oldest.userId)
      if (oldest?.waId !== undefined) this.#byWaId.delete(oldest.waId)
    }
    return customer
  }
}

/** Every phone has a user id from the start, and it is always the same. */
export function userIdOf(waId: string): string {
  const number = BigInt(`0x${hash('sha256', `simulated user ${waId}`).slice(0, 16)}`)
  return `US.${number.toString().padStart(20, '1')}`
}
