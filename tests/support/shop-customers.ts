import type { Console } from './console.ts'
import { conversationOf } from './every-content.ts'
import type { Json } from './sending-assistant.ts'

export interface ShopCustomers {
  /** Who has not written yet. @returns their number, digits alone */
  readonly add: (name: string) => Promise<string>
  /** Writes as a customer, e.g. presses a button. */
  readonly say: (name: string, message: object) => Promise<void>
  /** A customer who has just written. @returns the conversation's id */
  readonly arrive: (name: string, text?: string) => Promise<string>
  /** What stands on the customer's phone that the business sent. */
  readonly screen: (name: string) => Promise<Json[]>
  readonly textsOn: (name: string) => Promise<(string | undefined)[]>
  /** The newest of them, with all that it has. */
  readonly lastOn: (name: string) => Promise<string>
}

/** Customers with simulated phones, by their names. */
export function shopCustomers(it: Console): ShopCustomers {
  let digits = 447700900300
  const digitsOf: Record<string, string> = {}
  const simulator = async (path: string, body?: object): Promise<Json> => {
    const response = await fetch(`${it.simulatorUrl}/simulator${path}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    })
    return (await response.json()) as Json // every answer is an object
  }
  const add = async (name: string) => {
    const phone = String(digits++)
    digitsOf[name] = phone
    await simulator('/customers', { phone: `+${phone}`, name })
    return phone
  }
  const say = async (name: string, message: object) => {
    await simulator(`/customers/${digitsOf[name]}/messages`, message)
  }
  const screen = async (name: string) => {
    const { data } = (await simulator(`/customers/${digitsOf[name]}/conversations`)) as {
      data?: { messages: Json[] }[]
    }
    return (data?.[0]?.messages ?? []).filter(({ from }) => from === 'business')
  }
  return {
    add,
    say,
    async arrive(name, text = 'Is the blue one in stock?') {
      await add(name)
      await say(name, { type: 'text', text })
      return conversationOf(it, name)
    },
    screen,
    textsOn: async (name) =>
      (await screen(name)).map(({ content }) => (content as { body?: string } | undefined)?.body), // as the simulator shows it
    lastOn: async (name) => JSON.stringify((await screen(name)).at(-1)),
  }
}
