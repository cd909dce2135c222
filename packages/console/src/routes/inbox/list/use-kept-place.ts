import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { VirtualizerHandle } from 'virtua'

/**
 * Who reads down in the list keeps what they read where it is, while rows above it come and go: the first row in sight stays at its
 * place. At the very top the newest is what one looks at. @returns to be called when the list was scrolled
 */
export function useKeptPlace(
  items: readonly { readonly id: string }[],
  handle: RefObject<VirtualizerHandle | null>,
): () => void {
  const place = useRef<{ readonly id: string; readonly offset: number }>(undefined)
  const remember = () => {
    const list = handle.current
    const index = list?.findItemIndex(list.scrollOffset) ?? 0
    const id = items[index]?.id
    const isAtTop = !list || list.scrollOffset < 8
    place.current =
      isAtTop || id === undefined ? undefined : { id, offset: list.scrollOffset - list.getItemOffset(index) }
  }
  useLayoutEffect(() => {
    const [list, kept] = [handle.current, place.current]
    if (!list || !kept) return
    const index = items.findIndex(({ id }) => id === kept.id)
    const wanted = index === -1 ? undefined : list.getItemOffset(index) + kept.offset
    if (wanted !== undefined && Math.abs(wanted - list.scrollOffset) > 1) list.scrollTo(wanted)
  }, [items, handle])
  return remember
}
