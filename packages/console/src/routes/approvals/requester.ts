import type { Approval } from '@switchboard/contract'

/** Who asked, as the server noted it. */
export interface Requester {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly assistant: boolean
}

export function requesterOf({ requestedBy }: Pick<Approval, 'requestedBy'>): Requester {
  const read = (name: string): unknown =>
    typeof requestedBy === 'object' && requestedBy !== null ? Reflect.get(requestedBy, name) : undefined
  const word = (name: string) => {
    const value = read(name)
    return typeof value === 'string' ? value : ''
  }
  return { id: word('id'), name: word('name'), kind: word('kind'), assistant: read('assistant') === true }
}

/** The number or id that it goes to. */
export function addressOf({ recipient }: Pick<Approval, 'recipient'>): string {
  if (typeof recipient !== 'object' || recipient === null) return ''
  const of = (name: string): unknown => Reflect.get(recipient, name)
  const waId = of('waId')
  const found = [of('phone'), typeof waId === 'string' ? `+${waId}` : undefined, of('bsuid'), of('groupId')]
  return String(found.find((one) => typeof one === 'string') ?? '')
}
