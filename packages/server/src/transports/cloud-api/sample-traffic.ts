import { callsAndTheRest } from './sample-traffic/calls-and-the-rest.ts'
import { customersWrite } from './sample-traffic/customers-write.ts'
import { SampleDesk, type SampleOptions, type SampleWebhook } from './sample-traffic/sample-desk.ts'
import { shopAnswers } from './sample-traffic/shop-answers.ts'

export type { SampleOptions, SampleWebhook }

/**
 * A believable morning of a small shop's WhatsApp, as webhook bodies in order of time: several people and languages, every
 * message type, receipts, an edit, a revoke, a reaction, calls, a group, somebody without a phone number, a changed number,
 * echoes and account news. Plain data that survives JSON; sign `JSON.stringify(body)` and post it.
 */
export function sampleMorning(options: SampleOptions): SampleWebhook[] {
  const desk = new SampleDesk(options)
  customersWrite(desk)
  shopAnswers(desk)
  callsAndTheRest(desk)
  return desk.webhooks.toSorted((one, other) => one.at - other.at)
}
