import type { SendPolicy } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { accountName, accountsQuery } from '../../../api/accounts.ts'
import { Field } from '../../../components/field.tsx'
import { Input, Select, TextArea } from '../../../components/input.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import type { KeyDraft } from './key-draft.ts'

const policies: readonly SendPolicy[] = ['approve', 'allow', 'block']
const ends = ['', '7', '30', '90', '365'] as const

export interface KeyBoundsProps {
  readonly draft: KeyDraft
  readonly onChange: (draft: KeyDraft) => void
  /** Only then it matters what is done with what it sends. */
  readonly sends: boolean
}

/** What narrows a key beside its scopes. */
export function KeyBounds({ draft, onChange, sends }: KeyBoundsProps) {
  const words = useTranslations('settings.keys')
  const set = (part: Partial<KeyDraft>) => onChange({ ...draft, ...part })
  return (
    <fieldset className="grid gap-4 rounded-xl border p-4">
      <legend className="px-1 font-medium">{words('bounds')}</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        {sends && (
          <Field label={words('sendPolicy')}>
            {/* The options are those of the type. */}
            <Select
              value={draft.sendPolicy}
              onChange={(event) => set({ sendPolicy: event.target.value as SendPolicy | '' })}
            >
              <option value="">{words('policies.none')}</option>
              {policies.map((one) => (
                <option key={one} value={one}>
                  {words(`policies.${one}`)}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {sends && (
          <Field label={words('dailyCap')} hint={words('dailyCapHint')}>
            <Input
              type="number"
              min={0}
              max={1_000_000}
              value={draft.dailyCap}
              onChange={(event) => set({ dailyCap: event.target.value })}
            />
          </Field>
        )}
        <Field label={words('ends')}>
          <Select value={draft.days} onChange={(event) => set({ days: event.target.value })}>
            {ends.map((days) => (
              <option key={days} value={days}>
                {days === '' ? words('endsNever') : words('endsIn', { days: Number(days) })}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Field label={words('addresses')} hint={words('addressesHint')}>
        <TextArea
          dir="ltr"
          rows={2}
          className="min-h-0 font-mono"
          placeholder="203.0.113.0/24"
          value={draft.addresses}
          onChange={(event) => set({ addresses: event.target.value })}
        />
      </Field>
      <Accounts draft={draft} set={set} />
    </fieldset>
  )
}

function Accounts({ draft, set }: { readonly draft: KeyDraft; readonly set: (part: Partial<KeyDraft>) => void }) {
  const words = useTranslations('settings.keys')
  const { data } = useQuery(accountsQuery)
  if (!data || data.items.length < 2) return null
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 font-medium">{words('accounts')}</legend>
      {data.items.map((account) => (
        <label key={account.id} className="flex items-center gap-2.5">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={draft.accounts.includes(account.id)}
            onChange={(event) =>
              set({
                accounts: event.target.checked
                  ? [...draft.accounts, account.id]
                  : draft.accounts.filter((one) => one !== account.id),
              })
            }
          />
          <span dir="auto">{accountName(account)}</span>
        </label>
      ))}
      <p className="text-faint text-xs">{words('accountsHint')}</p>
    </fieldset>
  )
}
