import type { Json } from '../graph-error.ts'
import { fateOf } from '../magic-recipients.ts'
import { type Departure, read, receive } from '../messages/deliver.ts'
import type { LoggedMessage } from '../messages/message-log.ts'
import type { Customer } from '../people/customer.ts'
import type { BusinessNumber, World } from '../world.ts'
import { changeCustomer } from './change-customer.ts'
import { conversationView, customerView } from './conversation-view.ts'
import { PhoneError } from './phone-error.ts'
import { CustomerChange, PhoneMessage } from './phone-message.ts'
import { ownerOf, type PhoneOwner, type Screen, screenOf } from './screen.ts'
import { writeMessage } from './write-message.ts'

/** The phone of one customer. Where no number of the business is named, it is the first. */
export interface Phone {
  readonly waId: string | undefined
  readonly userId: string
  /** @returns the new message's id @throws {PhoneError} */
  write(message: PhoneMessage, numberId?: string): Promise<string>
  /** Gets what was sent: all of it, or one message. @returns how many */
  receive(messageId?: string): number
  /** Reads what was delivered: all of it, or one message. @returns how many */
  read(messageId?: string): number
  conversation(numberId?: string): Json
  conversations(): Json[]
  change(change: CustomerChange): void
  describe(): Json
  /** The same, in words of its own instead of the Cloud API's. */
  owner(): PhoneOwner
  screen(numberId?: string): Screen
}

export function phoneOf(world: World, customer: Customer): Phone {
  const numberFor = (numberId: string | undefined): BusinessNumber => {
    const [first] = world.numbers.values()
    const number = numberId === undefined ? first : world.numbers.get(numberId)
    if (!number) throw new PhoneError(`The business has no number ${numberId ?? ''}.`, 404)
    return number
  }
  const sentToMe = (messageId: string | undefined): Departure[] => {
    const wamids =
      messageId === undefined ? [...customer.threads.values()].flatMap((thread) => thread.wamids) : [messageId]
    const messages = wamids.map((wamid) => world.messages.get(wamid)).filter((message) => message !== undefined)
    return messages.filter(({ direction }) => direction === 'outbound').map((message) => departureOf(world, message))
  }
  return {
    waId: customer.waId,
    userId: customer.userId,
    write: (message, numberId) => writeMessage(world, numberFor(numberId), customer, PhoneMessage.parse(message)),
    receive: (messageId) => act(sentToMe(messageId), (departure) => receive(world, departure)),
    read(messageId) {
      const departures = sentToMe(messageId)
      for (const departure of departures) receive(world, departure)
      return act(departures, (departure) => read(world, departure))
    },
    conversation: (numberId) => conversationView(world, customer, numberFor(numberId).id),
    conversations: () => [...customer.threads.keys()].map((numberId) => conversationView(world, customer, numberId)),
    change(change) {
      const { receives } = customer
      changeCustomer(world, customer, CustomerChange.parse(change))
      if (customer.receives && !receives) act(sentToMe(undefined), (departure) => receive(world, departure))
    },
    describe: () => customerView(customer),
    owner: () => ownerOf(world, customer),
    screen: (numberId) => screenOf(world, customer, numberFor(numberId)),
  }
}

function act(departures: readonly Departure[], action: (departure: Departure) => void): number {
  let changed = 0
  for (const departure of departures) {
    const before = departure.message.events.length
    action(departure)
    if (departure.message.events.length > before) changed += 1
  }
  return changed
}

function departureOf(world: World, message: LoggedMessage): Departure {
  const number = world.numbers.get(message.numberId)
  if (!number) throw new PhoneError(`The business has no number ${message.numberId}.`, 404)
  return { number, message, fate: fateOf(message.customer.waId), failure: undefined }
}
