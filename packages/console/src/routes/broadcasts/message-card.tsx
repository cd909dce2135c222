import type { BroadcastDetail, Template } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { Section } from '../../components/section.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { type FieldValues, fillingIn } from '../../templates/template-fields.ts'
import { TemplatePreview } from '../../templates/template-preview.tsx'
import { FormattedText } from '../../thread/content/formatted-text.tsx'
import { approvedTemplatesQuery } from './queries.ts'
import { type TemplateContent, templateContent, templateOf } from './template-of.ts'

/** What is sent, with the places that differ from one to the other. */
export function MessageCard({ broadcast }: { readonly broadcast: BroadcastDetail }) {
  const words = useTranslations('broadcasts')
  const templates = useQuery(approvedTemplatesQuery)
  const content = templateContent(broadcast)
  const template = templateOf(broadcast, templates.data?.items)
  if (content && template)
    return (
      <Section title={words('message')}>
        <p className="mb-3 text-faint text-xs">
          {template.name} ({template.language})
        </p>
        <TemplatePreview components={template.components} values={valuesOf(content, template)} />
      </Section>
    )
  const text = content ? `${content.name} (${content.language})` : textOf(broadcast.content)
  return <Section title={words('message')}>{text !== '' && <FormattedText text={text} />}</Section>
}

function valuesOf({ parameters }: TemplateContent, template: Template): FieldValues {
  const { values } = fillingIn(template, parameters ?? {})
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, named(value)]))
}

/** Liquid as a person reads it: the name of the column in its place. */
function named(text: string): string {
  return text
    .replace(/\{\{\s*([\p{L}\p{N}_]+)[^}]*\}\}/gu, '[$1]')
    .replace(/\{%\s*raw\s*%\}([\s\S]*?)\{%\s*endraw\s*%\}/g, '$1')
}

function textOf(content: unknown): string {
  return typeof content === 'object' && content !== null && 'text' in content && typeof content.text === 'string'
    ? content.text
    : ''
}
