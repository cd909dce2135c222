import type { PhoneOwner, PhoneScreen } from '@switchboard/contract'
import { useEffect, useState } from 'react'
import { readShown } from '../api/shown-names.ts'

export interface Phones {
  /** Undefined: not told yet. */
  readonly owners: readonly PhoneOwner[] | undefined
  /** Undefined: not told yet; null: nobody is known by that id. */
  readonly screen: PhoneScreen | null | undefined
  /** The line to the server is broken; it is tried again. */
  readonly isCut: boolean
}

const nothing: Phones = { owners: undefined, screen: undefined, isCut: false }
const retryMilliseconds = 2_000

/** Follows everybody's phones, and one screen: each change is here as soon as it happened there. */
export function usePhones(customerId: string | undefined, isOn: boolean): Phones {
  const [phones, setPhones] = useState(nothing)
  useEffect(() => {
    if (!isOn) return
    let retry: ReturnType<typeof setTimeout> | undefined
    let source: EventSource | undefined
    const query = customerId === undefined ? '' : `?customer=${encodeURIComponent(customerId)}`
    const open = () => {
      source = new EventSource(`/v1/simulator/stream${query}`)
      // The contract says what each event holds.
      source.addEventListener('owners', ({ data }) => {
        const owners = readShown(String(data)) as readonly PhoneOwner[]
        setPhones((all) => ({ ...all, owners, isCut: false }))
      })
      source.addEventListener('screen', ({ data }) => {
        const screen = readShown(String(data)) as PhoneScreen | null
        setPhones((all) => ({ ...all, screen, isCut: false }))
      })
      source.addEventListener('error', () => {
        setPhones((all) => ({ ...all, isCut: true }))
        // Otherwise the browser tries again by itself.
        if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, retryMilliseconds)
      })
    }
    setPhones((all) => ({ ...all, screen: undefined }))
    open()
    return () => {
      clearTimeout(retry)
      source?.close()
    }
  }, [customerId, isOn])
  // Of somebody else, until the new stream has told.
  const isOther = phones.screen && customerId !== undefined && !isOf(phones.screen, customerId)
  return isOther ? { ...phones, screen: undefined } : phones
}

function isOf({ customer }: PhoneScreen, id: string): boolean {
  return customer.id === id || customer.userId === id || customer.id === id.replaceAll(/\D/g, '')
}
