import type { Page } from './page.ts'

/** Every item of a list by its cursors, with something happening between pages. */
export async function walkPages<Item>(
  next: (cursor: string | undefined) => Promise<Page<Item>>,
  between: (page: number) => Promise<unknown> = () => Promise.resolve(),
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  for (let page = 0; page < 1_000; page++) {
    const { items: more, nextCursor } = await next(cursor)
    items.push(...more)
    if (nextCursor === null) return items
    cursor = nextCursor
    await between(page)
  }
  throw new Error('the list does not end')
}
