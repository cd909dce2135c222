import type { Scope } from '@switchboard/contract'
import { Button } from '../../../components/button.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'

/** What an assistant or a dashboard needs to read, and nothing more. */
const reads: readonly Scope[] = [
  'accounts:read',
  'contacts:read',
  'conversations:read',
  'messages:read',
  'calls:read',
  'events:read',
]

export interface ScopeChoiceProps {
  /** Those that may be given. */
  readonly scopes: readonly Scope[]
  readonly chosen: readonly Scope[]
  readonly onChange: (chosen: readonly Scope[]) => void
}

export function ScopeChoice({ scopes, chosen, onChange }: ScopeChoiceProps) {
  const words = useTranslations('settings.keys')
  const readsGiven = reads.filter((scope) => scopes.includes(scope))
  return (
    <fieldset className="grid gap-2.5">
      <legend className="mb-1.5 font-medium">{words('scopes')}</legend>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => onChange(readsGiven)}>
          {words('presetRead')}
        </Button>
        <Button size="small" onClick={() => onChange([...readsGiven, 'messages:send'])}>
          {words('presetSend')}
        </Button>
        <Button size="small" onClick={() => onChange([])}>
          {words('presetNone')}
        </Button>
      </div>
      <div className="grid gap-x-4 gap-y-1.5 rounded-lg border p-3 sm:grid-cols-2">
        {scopes.map((scope) => (
          <label key={scope} className="flex items-center gap-2.5">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent"
              checked={chosen.includes(scope)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))
              }
            />
            <span dir="ltr" className="min-w-0 break-all font-mono text-xs">
              {scope}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
