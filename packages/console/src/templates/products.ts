import { isRecord, listOf, wordOf } from './template-parts.ts'

interface ProductSection {
  readonly title?: string
  readonly product_items: readonly { readonly product_retailer_id: string }[]
}

/** The products that a message shows, in the provider's words. Its picture is that of the first one. */
export interface ShownProducts {
  readonly thumbnail_product_retailer_id: string
  readonly sections: readonly ProductSection[]
}

/**
 * Product ids, each in a line or with commas between them; a line that ends with a colon begins a section under that name.
 * Undefined: there is no product.
 */
export function readProducts(text: string): ShownProducts | undefined {
  const sections: { title?: string; product_items: { product_retailer_id: string }[] }[] = []
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line.endsWith(':')) sections.push({ title: line.slice(0, -1).trim(), product_items: [] })
    else
      for (const id of line.split(',').flatMap((each) => each.trim() || [])) {
        if (sections.length === 0) sections.push({ product_items: [] })
        sections.at(-1)?.product_items.push({ product_retailer_id: id })
      }
  }
  const filled = sections.filter(({ product_items: items }) => items.length > 0)
  const first = filled[0]?.product_items[0]?.product_retailer_id
  return first === undefined ? undefined : { thumbnail_product_retailer_id: first, sections: filled }
}

/** The same as somebody writes it. */
export function writeProducts(action: unknown): string {
  if (!isRecord(action)) return ''
  return listOf(action['sections'])
    .flatMap((section) => {
      const title = wordOf(section['title'])
      const ids = listOf(section['product_items']).map((item) => wordOf(item['product_retailer_id']))
      return title === '' ? ids : [`${title}:`, ...ids]
    })
    .join('\n')
}
