import { Field } from '../../../components/field.tsx'
import { Input } from '../../../components/input.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { eventPatterns } from './event-groups.ts'

export interface EndpointDraft {
  readonly url: string
  readonly description: string
  /** `*`: all, later ones too. */
  readonly eventTypes: readonly string[]
  readonly includeMessages: boolean
}

export interface EndpointFieldsProps {
  readonly draft: EndpointDraft
  readonly onChange: (draft: EndpointDraft) => void
}

export function EndpointFields({ draft, onChange }: EndpointFieldsProps) {
  const words = useTranslations('settings.webhooks')
  const set = (part: Partial<EndpointDraft>) => onChange({ ...draft, ...part })
  const isAll = draft.eventTypes.includes('*')
  // What was asked for by another way is kept.
  const patterns = [...new Set([...eventPatterns, ...draft.eventTypes.filter((type) => type !== '*')])]
  const toggle = (pattern: string, on: boolean) =>
    set({ eventTypes: on ? [...draft.eventTypes, pattern] : draft.eventTypes.filter((one) => one !== pattern) })
  return (
    <>
      <Field label={words('url')} hint={words('urlHint')}>
        <Input
          type="url"
          dir="ltr"
          value={draft.url}
          onChange={(event) => set({ url: event.target.value })}
          required
          maxLength={2_048}
          placeholder="https://"
        />
      </Field>
      <Field label={words('description')}>
        <Input
          value={draft.description}
          onChange={(event) => set({ description: event.target.value })}
          maxLength={500}
          dir="auto"
        />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 font-medium">{words('events')}</legend>
        <label className="flex items-center gap-2.5">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={isAll}
            onChange={(event) => set({ eventTypes: event.target.checked ? ['*'] : ['message.*'] })}
          />
          {words('allEvents')}
        </label>
        {!isAll && (
          <div className="grid gap-x-4 gap-y-1.5 rounded-lg border p-3 sm:grid-cols-2">
            {patterns.map((pattern) => (
              <label key={pattern} className="flex items-center gap-2.5">
                <input
                  type="checkbox"
                  className="size-4 shrink-0 accent-accent"
                  checked={draft.eventTypes.includes(pattern)}
                  onChange={(event) => toggle(pattern, event.target.checked)}
                />
                <span dir="ltr" className="min-w-0 break-all font-mono text-xs">
                  {pattern}
                </span>
              </label>
            ))}
          </div>
        )}
      </fieldset>
      <label className="flex items-start gap-2.5">
        <input
          type="checkbox"
          className="mt-0.5 size-4 shrink-0 accent-accent"
          checked={draft.includeMessages}
          onChange={(event) => set({ includeMessages: event.target.checked })}
        />
        <span>
          {words('includeMessages')}
          <span className="block text-faint text-xs">{words('includeMessagesHint')}</span>
        </span>
      </label>
    </>
  )
}
