import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { type HeaderFormat, headerFormats } from './draft.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import { ProblemList } from './problem-list.tsx'

/** What stands above the text: words, or a file that is chosen with each message. */
export function HeaderFields({
  draft,
  problems,
  set,
  formats = headerFormats,
}: DraftFieldsProps & { readonly formats?: readonly HeaderFormat[] }) {
  const words = useTranslations('templates')
  const header = formats.includes(draft.header) ? draft.header : 'NONE'
  const isFile = header === 'IMAGE' || header === 'VIDEO' || header === 'DOCUMENT'
  return (
    <div className="grid gap-3">
      <Field label={words('header')}>
        <Select
          className="sm:max-w-56"
          value={header}
          onChange={(event) => set({ header: headerFormats.find((one) => one === event.target.value) ?? 'NONE' })}
        >
          {formats.map((format) => (
            <option key={format} value={format}>
              {words(`header_${format}`)}
            </option>
          ))}
        </Select>
      </Field>
      {header === 'TEXT' && (
        <Field label={words('headerText')}>
          <Input
            dir="auto"
            value={draft.headerText}
            aria-invalid={problems['header'] ? true : undefined}
            onChange={(event) => set({ headerText: event.target.value })}
          />
        </Field>
      )}
      {isFile && (
        <Field label={words('headerHandle')} hint={words('headerHandleHint')}>
          <Input value={draft.headerHandle} onChange={(event) => set({ headerHandle: event.target.value })} />
        </Field>
      )}
      <ProblemList problems={problems['header']} />
      <ProblemList problems={problems['header handle']} />
    </div>
  )
}
