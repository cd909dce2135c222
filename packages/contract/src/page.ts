import { z } from 'zod'

/** Query of every list: an opaque cursor from the previous page and how many rows to give. */
export const PageQuery = z.object({
  cursor: z.string().optional().meta({ description: '`nextCursor` of the page before; absent for the first page' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** A page of a list: `nextCursor` is null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** ISO 8601 with offset, e.g. 2026-11-21T09:30:00.000Z. */
export const Timestamp = z.iso.datetime({ offset: true })
