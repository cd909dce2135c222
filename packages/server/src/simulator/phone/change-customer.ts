import type { Customer } from '../people/customer.ts'
import type { World } from '../world.ts'
import type { CustomerChange } from './phone-message.ts'

/**
 * Changes how a phone behaves, with what comes of it: switched on, it sends what was written meanwhile; a wish about marketing
 * is told to the business.
 */
export function changeCustomer(world: World, customer: Customer, change: CustomerChange): void {
  const { name = customer.name, wantsMarketing = customer.wantsMarketing, ...flags } = change
  customer.name = name
  Object.assign(customer, flags)
  if (customer.receives) for (const leave of customer.unsent.splice(0)) leave()
  if (wantsMarketing !== customer.wantsMarketing) {
    customer.wantsMarketing = wantsMarketing
    tellOfMarketing(world, customer)
  }
  world.changes.touch(customer)
}

/** To every number that they have to do with. */
function tellOfMarketing(world: World, customer: Customer): void {
  const { waId, userId, hidesPhone, wantsMarketing } = customer
  const person = { ...(waId !== undefined && !hidesPhone && { wa_id: waId }), user_id: userId }
  for (const number of [...customer.threads.keys()].map((id) => world.numbers.get(id))) {
    if (!number) continue
    const { businessAccountId, id, digits } = number
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: digits, phone_number_id: id },
      contacts: [{ profile: { name: customer.name }, ...person }],
      user_preferences: [
        {
          ...person,
          detail: `User requested to ${wantsMarketing ? 'resume' : 'stop'} marketing messages`,
          category: 'marketing_messages',
          value: wantsMarketing ? 'resume' : 'stop',
          timestamp: Number(world.clock.seconds()),
        },
      ],
    }
    const item = { kind: 'value', field: 'user_preferences', value, businessAccountId, number: { id, digits } } as const
    void world.webhooks.send({ ...item, laneKey: customer.id })
  }
}
