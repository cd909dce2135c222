/** Until then service messages, and utility templates within the window, were free. */
const serviceChargedFrom = Date.UTC(2026, 9, 1)

export interface PriceFacts {
  /** Of a template, in any case; undefined: a free-form message. */
  readonly category: string | undefined
  readonly windowOpen: boolean
  readonly freeEntry: boolean
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The `pricing` of a status: per message (PMP). Says what is charged, never how much. */
export function priceOf({ category, windowOpen, freeEntry, at }: PriceFacts) {
  const name = category?.toLowerCase() ?? 'service'
  if (freeEntry) return price(false, 'referral_conversion', 'free_entry_point')
  const ofService = name === 'service' || (name === 'utility' && windowOpen)
  return ofService && at < serviceChargedFrom
    ? price(false, name, 'free_customer_service')
    : price(true, name, 'regular')
}

function price(billable: boolean, category: string, type: string) {
  return { billable, pricing_model: 'PMP', category, type }
}
