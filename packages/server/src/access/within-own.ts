import type { Scope, SendPolicy } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'
import { isWithinRanges } from './address-ranges.ts'
import { refuseFreedom } from './change-key.ts'
import { hasScope, type Principal, type Reach } from './principal.ts'

/** What a credential would be allowed; what is absent is not asked about. */
export interface AskedPower {
  readonly scopes?: readonly Scope[] | undefined
  readonly accounts?: Reach['accounts'] | undefined
  readonly contacts?: Reach['contacts'] | undefined
  readonly sendPolicy?: SendPolicy | null | undefined
  readonly dailyCap?: number | null | undefined
  readonly addresses?: readonly string[] | null | undefined
  readonly expiresAt?: Date | null | undefined
}

/** Nobody gives a credential more than they have themselves. @throws {Refusal} forbidden, naming what is too much */
export function refuseMoreThanOwn(own: Principal, asked: AskedPower): void {
  const tooMuch = asked.scopes?.filter((scope) => !hasScope(own, scope)) ?? []
  if (tooMuch.length > 0) throw forbidden(`Your credential lacks what the key would have: ${tooMuch.join(', ')}.`)
  if (exceedsList(own.reach.accounts, asked.accounts))
    throw forbidden('The key would reach accounts that your credential does not. Name accounts that it reaches.')
  if (exceedsList(own.reach.contacts, asked.contacts))
    throw forbidden('The key would reach contacts that your credential does not. Name contacts that it reaches.')
  const { limits } = own
  if (!limits) return
  if (asked.sendPolicy !== undefined) refuseFreedom(limits.sendPolicy, asked.sendPolicy)
  if (exceeds(limits.dailyCap, asked.dailyCap))
    throw forbidden(
      `Your credential may send ${limits.dailyCap} messages a day; a key that it makes may not send more.`,
    )
  if (exceeds(limits.expiresAt?.getTime(), asked.expiresAt === null ? null : asked.expiresAt?.getTime()))
    throw forbidden(
      `Your credential ends at ${limits.expiresAt?.toISOString()}; a key that it makes may not live longer.`,
    )
  const { addresses } = limits
  if (addresses !== null && asked.addresses !== undefined && !isWithinRanges(asked.addresses ?? ['::/0'], addresses))
    throw forbidden(
      `Your credential may be used from ${addresses.join(', ')}; a key that it makes may be used only from there.`,
    )
}

/** Null stands for no end. */
function exceeds(own: number | null | undefined, asked: number | null | undefined): boolean {
  return typeof own === 'number' && asked !== undefined && (asked === null || asked > own)
}

/** Null stands for all of them. */
function exceedsList(own: readonly string[] | null, asked: readonly string[] | null | undefined): boolean {
  return own !== null && asked !== undefined && (asked === null || asked.some((id) => !own.includes(id)))
}

function forbidden(detail: string): Refusal {
  return new Refusal('forbidden', { detail })
}
