import type { Departure } from '../messages/deliver.ts'
import type { World } from '../world.ts'
import { writeMessage } from './write-message.ts'

/** Customers who answer by themselves do so after a while, quoting what they got. */
export function answerByItself(world: World, { number, message, fate }: Departure): void {
  if (!(message.customer.answers || fate?.kind === 'answers') || message.type === 'reaction') return
  world.clock.after(world.random.between(world.delays.answer), () => {
    const answer = { type: 'text', text: `Got your ${message.type}.`, quoted: message.wamid } as const
    // The message may be forgotten by now; then there is nothing to answer.
    if (world.messages.get(message.wamid)) void writeMessage(world, number, message.customer, answer)
  })
}
