import type { Template, TemplateComponent } from '@switchboard/contract'
import { examplesOf, isRecord, listOf, variablesIn, wordOf } from '../../templates/template-parts.ts'

export const headerFormats = ['NONE', 'TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION'] as const
export type HeaderFormat = (typeof headerFormats)[number]
export const buttonTypes = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE'] as const
export type ButtonType = (typeof buttonTypes)[number]

export interface DraftButton {
  /** Names it while it is written. */
  readonly id: string
  readonly type: ButtonType
  readonly text: string
  /** Address, number or the example of a code. */
  readonly value: string
  /** Of the whole address, where that ends in a variable. */
  readonly example: string
}

/** A template while somebody writes it. */
export interface Draft {
  readonly name: string
  readonly language: string
  readonly category: string
  readonly parameterFormat: 'POSITIONAL' | 'NAMED'
  readonly header: HeaderFormat
  readonly headerText: string
  readonly headerHandle: string
  readonly body: string
  readonly footer: string
  readonly buttons: readonly DraftButton[]
  /** By the key of the field: `body 1`. */
  readonly examples: Readonly<Record<string, string>>
}

export const emptyDraft: Draft = {
  ...{ name: '', language: 'en_US', category: 'UTILITY', parameterFormat: 'POSITIONAL' },
  ...{ header: 'NONE', headerText: '', headerHandle: '', body: '', footer: '', buttons: [], examples: {} },
}

/** The components that the provider is given: HEADER, BODY, FOOTER, BUTTONS, those that there are. */
export function componentsOf(draft: Draft): TemplateComponent[] {
  const { header, footer, buttons } = draft
  const components: TemplateComponent[] = []
  if (header === 'TEXT')
    components.push({ type: 'HEADER', format: 'TEXT', text: draft.headerText, ...exampleOf(draft, 'header') })
  else if (header === 'LOCATION') components.push({ type: 'HEADER', format: header })
  else if (header !== 'NONE')
    components.push({ type: 'HEADER', format: header, example: { header_handle: [draft.headerHandle] } })
  components.push({ type: 'BODY', text: draft.body, ...exampleOf(draft, 'body') })
  if (footer !== '') components.push({ type: 'FOOTER', text: footer })
  if (buttons.length > 0) components.push({ type: 'BUTTONS', buttons: buttons.map(buttonOf) })
  return components
}

function exampleOf({ parameterFormat, examples, headerText, body }: Draft, place: 'header' | 'body') {
  const names = variablesIn(place === 'header' ? headerText : body)
  if (names.length === 0) return {}
  const values = names.map((name) => examples[`${place} ${name}`] ?? '')
  if (parameterFormat === 'NAMED')
    return {
      example: {
        [`${place}_text_named_params`]: names.map((name, index) => ({ param_name: name, example: values[index] })),
      },
    }
  return { example: { [`${place}_text`]: place === 'body' ? [values] : values } }
}

function buttonOf({ type, text, value, example }: DraftButton) {
  switch (type) {
    case 'QUICK_REPLY':
      return { type, text }
    case 'URL':
      return { type, text, url: value, ...(value.includes('{{') ? { example: [example] } : undefined) }
    case 'PHONE_NUMBER':
      return { type, text, phone_number: value }
    case 'COPY_CODE':
      return { type, example: value }
  }
}

/** What stands in a template that a draft cannot say, so that it would be lost; [] where it can say all of it. */
export function unwritable({ components, category }: Template): string[] {
  const parts = components.flatMap((component) => {
    const type = component.type.toUpperCase()
    if (type === 'HEADER')
      return headerFormats.some((format) => format === headerFormat(component))
        ? []
        : [`HEADER ${headerFormat(component)}`]
    if (type === 'BUTTONS')
      return listOf(component['buttons']).flatMap((button) =>
        buttonTypes.some((known) => known === wordOf(button['type']).toUpperCase()) ? [] : [wordOf(button['type'])],
      )
    return ['BODY', 'FOOTER'].includes(type) ? [] : [type]
  })
  return category === 'AUTHENTICATION' ? [...parts, 'AUTHENTICATION'] : parts
}

/** A template to be changed. */
export function draftOf(template: Template): Draft {
  const part = (type: string) => template.components.find((each) => each.type.toUpperCase() === type)
  const header = part('HEADER')
  const example = header?.['example']
  const handles = isRecord(example) ? example['header_handle'] : undefined
  return {
    ...emptyDraft,
    ...{ name: template.name, language: template.language, parameterFormat: template.parameterFormat },
    category: template.category ?? 'UTILITY',
    header: header ? (headerFormats.find((format) => format === headerFormat(header)) ?? 'NONE') : 'NONE',
    headerText: wordOf(header?.['text']),
    headerHandle: Array.isArray(handles) ? wordOf(handles[0]) : '',
    body: wordOf(part('BODY')?.['text']),
    footer: wordOf(part('FOOTER')?.['text']),
    buttons: listOf(part('BUTTONS')?.['buttons']).map(draftButtonOf),
    examples: examplesOf(template.components),
  }
}

function headerFormat(header: TemplateComponent): string {
  return wordOf(header['format']).toUpperCase() || 'TEXT'
}

function draftButtonOf(button: Record<string, unknown>): DraftButton {
  const type = buttonTypes.find((known) => known === wordOf(button['type']).toUpperCase()) ?? 'QUICK_REPLY'
  const given = button['example']
  const example = wordOf(Array.isArray(given) ? given[0] : given)
  const values = {
    QUICK_REPLY: '',
    URL: wordOf(button['url']),
    PHONE_NUMBER: wordOf(button['phone_number']),
    COPY_CODE: example,
  }
  return { id: crypto.randomUUID(), type, text: wordOf(button['text']), value: values[type], example }
}
