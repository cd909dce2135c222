/** What a receipt says of the price. null: it does not say. */
export interface Pricing {
  readonly category: string
  readonly model: string | null
  readonly type: string | null
  readonly billable: boolean | null
}

/** From `pricing` of a receipt, older (by conversation) or newer (by message). null: it names no category, so nothing is priced. */
export function readPricing(pricing: unknown): Pricing | null {
  if (typeof pricing !== 'object' || pricing === null) return null
  const wordAt = (key: string): string | null => {
    const value: unknown = Reflect.get(pricing, key)
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 64) : null
  }
  const category = wordAt('category')
  if (category === null) return null
  const type = wordAt('type')?.toLowerCase() ?? null
  return { category: category.toLowerCase(), model: wordAt('pricing_model'), type, billable: billableOf(pricing, type) }
}

/** As stated; a type that is called free is free, and the regular one is not. */
function billableOf(pricing: object, type: string | null): boolean | null {
  const stated: unknown = Reflect.get(pricing, 'billable')
  if (typeof stated === 'boolean') return stated
  if (type?.startsWith('free')) return false
  return type === 'regular' ? true : null
}
