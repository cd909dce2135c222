import type { Broadcast, OutboundContent, Template } from '@switchboard/contract'

export type TemplateContent = Extract<OutboundContent, { type: 'template' }>

/** The content of a broadcast where it is a template's; null: it is another message. */
export function templateContent({ content }: Pick<Broadcast, 'content'>): TemplateContent | null {
  const isTemplate = typeof content === 'object' && content !== null && 'type' in content && content.type === 'template'
  return isTemplate ? (content as TemplateContent) : null // the server took it as one
}

/** The template that a broadcast sends, among those that are known. */
export function templateOf(broadcast: Pick<Broadcast, 'content'>, templates: readonly Template[] | undefined) {
  const content = templateContent(broadcast)
  return content && templates?.find(({ name, language }) => name === content.name && language === content.language)
}
