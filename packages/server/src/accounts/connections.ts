import type { AccountAccess } from '../outbox/send-request.ts'
import { otherKey, type Sealer } from '../sealing/seal.ts'
import type { AccountForm, AccountHas } from '../transports/account-form.ts'
import type { TransportAccount } from '../transports/transport-account.ts'

export type AccountForms = Readonly<Partial<Record<string, AccountForm>>>

/** What an account without secrets of its own is reached with: those of the environment, or the simulator. */
export interface Fallback extends Pick<TransportAccount, 'secrets' | 'settings'> {
  /** Where it is from, as a sentence. */
  readonly detail: string
  /** It leads to the simulator, not to the provider. */
  readonly simulated?: true
}

export interface Connection {
  readonly ready: boolean
  /** A sentence: what it is reached with, or what is missing and what to do. */
  readonly detail: string
  /** The simulator answers in place of the provider. */
  readonly simulated: boolean
}

export interface Connections {
  of(account: AccountAccess): Connection
  /** null: webhooks of it can be verified. */
  webhookProblem(account: AccountAccess): string | null
  /** What completes the account's own secrets; undefined where they are enough, or nothing does. */
  fallbackOf(account: AccountAccess): Fallback | undefined
}

export interface ConnectionsOptions {
  readonly forms: AccountForms
  /** What this server opens secrets with. */
  readonly keys: Pick<Sealer, 'keyId' | 'knows'>
  readonly fallback: (account: AccountAccess) => Fallback | undefined
}

/** Whether accounts can act, and what is missing. Pure: the gate, the answers of REST and the sending itself agree. */
export function createConnections({ forms, keys, fallback }: ConnectionsOptions): Connections {
  const fallbackOf = (account: AccountAccess): Fallback | undefined => {
    const form = forms[account.transport]
    // Own secrets go first, so that a real token is never used where a stand-in listens.
    return form === undefined || form.lacks(ownOf(account)) === null ? undefined : fallback(account)
  }
  return {
    fallbackOf,
    of(account) {
      const form = forms[account.transport]
      if (!form) return missing(`This version has no transport "${account.transport}".`)
      const foreign = Object.entries(account.sealedWith)
        .filter(([, key]) => !keys.knows(key))
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
      const [first] = foreign
      if (first)
        return missing(
          otherKey(
            foreign.map(([name]) => name),
            first[1],
            keys.keyId,
          ),
        )
      const own = ownOf(account)
      const lack = form.lacks(own)
      if (lack === null) return { ready: true, detail: 'It is reached with what is stored in it.', simulated: false }
      const found = fallback(account)
      if (!found) return missing(lack)
      const all = {
        ...own,
        secrets: new Set([...own.secrets, ...Object.keys(found.secrets)]),
        details: { ...found.settings, ...own.details },
      }
      const still = form.lacks(all)
      if (still !== null) return missing(still)
      return { ready: true, detail: found.detail, simulated: found.simulated ?? false }
    },
    webhookProblem(account) {
      return forms[account.transport]?.lacksForWebhooks(ownOf(account)) ?? null
    },
  }
}

function ownOf({ sealedWith, settings, businessAccountId }: AccountAccess): AccountHas {
  return { secrets: new Set(Object.keys(sealedWith)), details: settings, businessAccountId }
}

function missing(detail: string): Connection {
  return { ready: false, detail, simulated: false }
}
