import type { Content } from '@switchboard/contract'
import { isObject, listAt, numberAt, wordAt } from '../json-fields.ts'

export function readOrder(part: unknown): Content | string {
  if (!isObject(part)) return 'the order is not an object'
  return {
    type: 'order',
    catalogId: wordAt(part, 'catalog_id'),
    text: wordAt(part, 'text'),
    items: listAt(part, 'product_items').map((item) =>
      isObject(item)
        ? {
            productRetailerId: wordAt(item, 'product_retailer_id'),
            quantity: numberAt(item, 'quantity'),
            itemPrice: numberAt(item, 'item_price'),
            currency: wordAt(item, 'currency'),
            raw: item,
          }
        : { raw: item },
    ),
  }
}
