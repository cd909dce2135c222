import type { Content } from '@switchboard/contract'
import { ExternalLink, FileInput, List, type LucideIcon, Phone, Reply, Rows3 } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { useTranslations } from '../../strings/use-translations.ts'
import { safeLink } from '../format-text.ts'
import { fieldsOf, fieldWords } from './form-fields.ts'
import { FormattedText } from './formatted-text.tsx'
import { type InteractiveButton, type InteractiveView, interactiveView } from './interactive-view.ts'
import { textAt, valueAt } from './read-json.ts'

type ReplyContent = Extract<Content, { type: 'interactive' }>

/** A message with buttons or a list, as the customer sees it. */
export function Interactive({ view }: { readonly view: InteractiveView }) {
  const { header, body, footer, buttons, sections } = view
  return (
    <div className="grid min-w-[min(14rem,100%)] max-w-full grid-cols-[minmax(0,1fr)] gap-1.5">
      {header && (
        <p dir="auto" className="font-semibold">
          {header}
        </p>
      )}
      {body && <FormattedText text={body} />}
      {footer && (
        <p dir="auto" className="text-soft text-xs">
          {footer}
        </p>
      )}
      {sections.length > 0 && <Sections sections={sections} />}
      {buttons.length > 0 && (
        <ul className="-mx-3 mt-0.5 grid divide-y border-t">
          {buttons.map((button, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: buttons of a message stay where they are
            <li key={place} className="flex items-center justify-center gap-2 px-3 py-2 font-medium text-accent-ink">
              <ButtonFace button={button} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const icons: Readonly<Record<InteractiveButton['kind'], LucideIcon>> = {
  reply: Reply,
  link: ExternalLink,
  list: List,
  call: Phone,
  form: FileInput,
  other: Rows3,
}

function ButtonFace({ button: { kind, label, url } }: { readonly button: InteractiveButton }) {
  const words = useTranslations('thread')
  const Icon = icons[kind]
  const link = url === undefined ? null : safeLink(url)
  const face = (
    <>
      <Icon aria-hidden className="size-4 shrink-0" />
      <span dir="auto">{label === '' ? words(`button.${kind}`) : label}</span>
    </>
  )
  if (link === null) return face
  return (
    <a href={link} target="_blank" rel="noopener noreferrer" className="inline-flex items-center gap-2" title={link}>
      {face}
    </a>
  )
}

function Sections({ sections }: Pick<InteractiveView, 'sections'>) {
  return (
    <div className="grid gap-2 rounded-xl bg-ink/5 p-2.5">
      {sections.map(({ title, rows }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sections of a message stay where they are
        <div key={place} className="grid gap-1">
          {title && <p className="font-medium text-soft text-xs">{title}</p>}
          <ul className="grid gap-1">
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a message stay where they are
              <li key={at} dir="auto">
                {row.title}
                {row.description && <span className="block text-soft text-xs">{row.description}</span>}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

/** What somebody chose or filled in; or what we asked with. */
export function InteractiveContent({ content }: { readonly content: ReplyContent }) {
  const words = useTranslations('thread')
  const { kind, title, description, response, responseText } = content
  if (kind === 'other') {
    const view = interactiveView(response)
    return <Interactive view={view.body === undefined && title !== undefined ? { ...view, body: title } : view} />
  }
  return (
    <div className="grid gap-1">
      <p className="flex items-center gap-1.5 text-soft text-xs">
        <Reply aria-hidden className="size-3.5" />
        {words(`answer.${kind}`)}
      </p>
      {title && <FormattedText text={title} />}
      {description && (
        <p dir="auto" className="text-soft text-xs">
          {description}
        </p>
      )}
      {kind === 'call_permission_reply' && permissionIn(response) !== undefined ? (
        <CallPermission response={response} />
      ) : (
        kind !== 'button_reply' && kind !== 'list_reply' && <Answers response={response} text={responseText} />
      )}
    </div>
  )
}

function permissionIn(response: unknown): 'accept' | 'reject' | undefined {
  const answer = textAt(response, 'response')
  return answer === 'accept' || answer === 'reject' ? answer : undefined
}

/** Whether the business may call, and until when. */
function CallPermission({ response }: { readonly response: unknown }) {
  const words = useTranslations('thread')
  const format = useFormatter()
  const seconds = Number(valueAt(response, 'expiration_timestamp'))
  if (permissionIn(response) === 'reject') return <p>{words('callsDeclined')}</p>
  if (!(seconds > 0)) return <p>{words('callsAllowed')}</p>
  const at = format.dateTime(new Date(seconds * 1_000), { dateStyle: 'medium', timeStyle: 'short' })
  return <p>{words('callsAllowedUntil', { at })}</p>
}

/** What was filled into a form, field by field. */
function Answers({ response, text }: { readonly response: unknown; readonly text: string | undefined }) {
  const fields = fieldsOf(response)
  if (fields.length === 0) return text === undefined ? null : <p className="break-words">{text}</p>
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 rounded-xl bg-ink/5 p-2.5 text-xs">
      {fields.map(([name, value]) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-soft">{fieldWords(name)}</dt>
          <dd className="break-words">
            <bdi>{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}
