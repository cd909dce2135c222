export interface Acceptance {
  readonly wamid: string
  readonly numberId: string
  /** The customer's phone digits, or the user id of who has none. */
  readonly recipient: string
  readonly callbackData: string | undefined
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface NumberTally {
  readonly accepted: number
  /** The most that were accepted within any one second. */
  readonly busiestSecond: number
}

/** What was accepted, for tests and figures. Holds the last `remember` acceptances, and counts of all. */
export class Ledger {
  readonly #remember: number
  readonly #acceptances = new Map<string, Acceptance>()
  readonly #byCallback = new Map<string, string[]>()
  readonly #byNumber = new Map<string, { accepted: number; busiestSecond: number; recent: number[] }>()
  readonly #refusals = new Map<number, number>()
  #accepted = 0

  constructor(remember: number) {
    this.#remember = remember
  }

  accept(acceptance: Acceptance, monotonic: number): void {
    this.#accepted += 1
    this.#acceptances.set(acceptance.wamid, acceptance)
    const { callbackData, wamid, numberId } = acceptance
    if (callbackData !== undefined) {
      const wamids = this.#byCallback.get(callbackData)
      if (wamids) wamids.push(wamid)
      else this.#byCallback.set(callbackData, [wamid])
    }
    this.#count(numberId, monotonic)
    if (this.#acceptances.size > this.#remember) this.#forgetOldest()
  }

  refuse(code: number): void {
    this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1)
  }

  /** All that were ever accepted. */
  get accepted(): number {
    return this.#accepted
  }

  /** The remembered ones, oldest first. */
  acceptances(): Acceptance[] {
    return [...this.#acceptances.values()]
  }

  /** The ids under which messages with this callback data were accepted: more than one is a double. */
  wamidsOf(callbackData: string): readonly string[] {
    return this.#byCallback.get(callbackData) ?? []
  }

  acceptedFor(recipient: string): Acceptance[] {
    return this.acceptances().filter((acceptance) => acceptance.recipient === recipient)
  }

  /** Callback data that were accepted more than once. */
  doubled(): string[] {
    return [...this.#byCallback].filter(([, wamids]) => wamids.length > 1).map(([callbackData]) => callbackData)
  }

  tallies(): Readonly<Record<string, NumberTally>> {
    return Object.fromEntries(
      [...this.#byNumber].map(([id, { accepted, busiestSecond }]) => [id, { accepted, busiestSecond }]),
    )
  }

  /** How often each of Meta's codes was answered. */
  refusals(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#refusals)
  }

  #count(numberId: string, now: number): void {
    const tally = this.#byNumber.get(numberId) ?? { accepted: 0, busiestSecond: 0, recent: [] }
    this.#byNumber.set(numberId, tally)
    tally.accepted += 1
    tally.recent.push(now)
    const firstInside = tally.recent.findIndex((time) => now - time < 1_000)
    if (firstInside > 0) tally.recent.splice(0, firstInside)
    tally.busiestSecond = Math.max(tally.busiestSecond, tally.recent.length)
  }

  #forgetOldest(): void {
    for (const [wamid, { callbackData }] of this.#acceptances) {
      this.#acceptances.delete(wamid)
      if (callbackData !== undefined && this.#byCallback.get(callbackData)?.at(-1) === wamid)
        this.#byCallback.delete(callbackData)
      return
    }
  }
}
