/** How a customer sees one of the business's numbers. Times are the simulator's. */
export interface Thread {
  readonly numberId: string
  /** Ids of the messages, oldest first; the oldest go when there are more than `threadLength`. */
  readonly wamids: string[]
  /** When the customer last wrote; opens the service window. */
  lastInboundAt: number | undefined
  /** After a click on an ad: until when messages are free. */
  freeEntryUntil: number | undefined
  /** The business shows that it types, until then. */
  typingUntil: number
  blockedByBusiness: boolean
}

const threadLength = 200
const day = 86_400_000

/** Somebody with a phone. */
export class Customer {
  /** Digits of the phone; undefined for who is known by a user id only. */
  readonly waId: string | undefined
  readonly userId: string
  readonly threads = new Map<string, Thread>()
  name: string
  /** The phone is on: what is sent is delivered. */
  receives = true
  /** Reads by itself what was delivered. */
  reads = true
  /** Answers by itself. */
  answers = false
  /** Webhooks carry the user id only. */
  hidesPhone: boolean
  /** Marketing templates are refused with 131050. */
  wantsMarketing = true
  /** What the business sends stays at `sent`, of which it is told no reason. */
  blocksBusiness = false
  /** What was written while the phone was off; leaves when it is on again. */
  readonly unsent: (() => void)[] = []

  constructor(identity: { readonly waId?: string | undefined; readonly userId: string; readonly name: string }) {
    this.waId = identity.waId
    this.userId = identity.userId
    this.name = identity.name
    this.hidesPhone = identity.waId === undefined
  }

  /** As it is called in the `/simulator` API and in the ledger. */
  get id(): string {
    return this.waId ?? this.userId
  }

  thread(numberId: string): Thread {
    const known = this.threads.get(numberId)
    if (known) return known
    const thread: Thread = {
      numberId,
      wamids: [],
      lastInboundAt: undefined,
      freeEntryUntil: undefined,
      typingUntil: 0,
      blockedByBusiness: false,
    }
    this.threads.set(numberId, thread)
    return thread
  }

  remember(numberId: string, wamid: string): void {
    const { wamids } = this.thread(numberId)
    wamids.push(wamid)
    if (wamids.length > threadLength) wamids.shift()
  }

  /** Whether free-form messages may go: the customer wrote within 24 hours. */
  windowOpen(numberId: string, now: number): boolean {
    const { lastInboundAt } = this.thread(numberId)
    return lastInboundAt !== undefined && now - lastInboundAt < day
  }
}
