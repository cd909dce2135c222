import type {
  Contact,
  MagicRecipient,
  NewPhoneOwner,
  PhoneAction,
  PhoneOwner,
  PhoneScreen,
  PhoneSwitches,
  SimulatorState,
} from '@switchboard/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../api/request.ts'

const customers = '/v1/simulator/customers'
const pathOf = (id: string) => `${customers}/${encodeURIComponent(id)}`

/** Whether there are phones to try this server with. Known when the server starts. */
export const simulatorQuery = queryOptions({
  queryKey: ['simulator'],
  queryFn: ({ signal }) => request<SimulatorState>('/v1/simulator', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const magicRecipientsQuery = queryOptions({
  queryKey: ['simulator', 'magic-recipients'],
  queryFn: async ({ signal }) =>
    (await request<{ items: MagicRecipient[] }>('/v1/simulator/magic-recipients', { signal })).items,
  staleTime: Number.POSITIVE_INFINITY,
})

export function makeCustomer(owner: NewPhoneOwner): Promise<PhoneOwner> {
  return request(customers, { method: 'POST', body: owner })
}

/** What who has this number is called here. Undefined: nobody has it. */
export async function nameOfNumber(digits: string): Promise<string | undefined> {
  const { items } = await request<{ items: readonly Contact[] }>('/v1/contacts', {
    query: { q: `+${digits}`, limit: 10 },
  })
  const has = ({ identities }: Contact) => identities.some(({ value }) => value.replace(/^\+/, '') === digits)
  return items.find(has)?.name ?? undefined
}

export function changePhone(id: string, switches: PhoneSwitches): Promise<PhoneScreen> {
  return request(pathOf(id), { method: 'PATCH', body: switches })
}

/** Comes back when the phone has it; the business hears of it by its webhook. */
export function actOnPhone(id: string, action: PhoneAction): Promise<{ readonly id: string }> {
  return request(`${pathOf(id)}/messages`, { method: 'POST', body: action })
}

export function readOnPhone(id: string): Promise<PhoneScreen> {
  return request(`${pathOf(id)}/read`, { method: 'POST' })
}

/** A file onto the phone. @returns its id */
export async function putOnPhone(file: Blob, name: string): Promise<string> {
  const { id } = await request<{ id: string }>('/v1/simulator/files', {
    method: 'POST',
    query: { type: file.type || 'application/octet-stream', name },
    headers: { 'content-type': 'application/octet-stream' },
    // Without its own type, which would go before the header.
    body: file.slice(0, file.size, 'application/octet-stream'),
  })
  return id
}

/** Where the bytes of a file are that is on a phone. */
export function phoneFileUrl(id: string): string {
  return `/v1/simulator/files/${encodeURIComponent(id)}`
}
