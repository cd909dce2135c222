import type { Scope } from '@switchboard/contract'
import { useId } from 'react'
import { Button } from '../../../components/button.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'

const groups = ['traffic', 'work', 'server', 'records'] as const

/** Under which heading somebody would look for it. */
const groupOf: Readonly<Record<Scope, (typeof groups)[number]>> = {
  'accounts:read': 'traffic',
  'contacts:read': 'traffic',
  'contacts:manage': 'traffic',
  'conversations:read': 'traffic',
  'conversations:manage': 'traffic',
  'messages:read': 'traffic',
  'messages:send': 'traffic',
  'media:write': 'traffic',
  'calls:read': 'traffic',
  'events:read': 'traffic',
  'sending:manage': 'work',
  'templates:manage': 'work',
  'approvals:decide': 'work',
  'broadcasts:manage': 'work',
  admin: 'server',
  'accounts:manage': 'server',
  'members:read': 'server',
  'members:manage': 'server',
  'assistants:manage': 'server',
  'keys:manage': 'server',
  'settings:manage': 'server',
  'webhooks:manage': 'server',
  'inbox:read': 'records',
  'inbox:replay': 'records',
  'audit:read': 'records',
  'metrics:read': 'records',
  'contacts:export': 'records',
  'contacts:erase': 'records',
}

type WordKey<Name extends string> = Name extends `${infer Thing}:${infer Verb}` ? `${Thing}_${Verb}` : Name

/** As the catalogue calls it. */
const wordKey = (scope: Scope) => scope.replace(':', '_') as WordKey<Scope> // what the type says

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
      {groups.map((group) => {
        const given = scopes.filter((scope) => groupOf[scope] === group)
        if (given.length === 0) return null
        return (
          <fieldset key={group} className="rounded-lg border p-3">
            <legend className="px-1 text-faint text-xs">{words(`scopeGroups.${group}`)}</legend>
            <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
              {given.map((scope) => (
                <ScopeBox key={scope} scope={scope} chosen={chosen} onChange={onChange} />
              ))}
            </div>
          </fieldset>
        )
      })}
    </fieldset>
  )
}

function ScopeBox({ scope, chosen, onChange }: Omit<ScopeChoiceProps, 'scopes'> & { readonly scope: Scope }) {
  const words = useTranslations('settings.keys')
  const id = useId()
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        aria-describedby={`${id}-words`}
        checked={chosen.includes(scope)}
        onChange={(event) =>
          onChange(event.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))
        }
      />
      <span className="grid min-w-0">
        <label htmlFor={id} dir="ltr" className="break-all font-mono text-xs">
          {scope}
        </label>
        <span id={`${id}-words`} className="text-faint text-xs">
          {words(`scopeWords.${wordKey(scope)}`)}
        </span>
      </span>
    </div>
  )
}
