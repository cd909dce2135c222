import type { RenderTemplate, Template } from '@switchboard/contract'

/** What has to be given to send a template, read from its components. */
export interface TemplateForm {
  readonly fields: readonly TemplateField[]
  /** The file in its header. */
  readonly file: 'image' | 'video' | 'document' | null
  /** It has a part whose values are given over the API only: a carousel, a place … */
  readonly beyond: boolean
}

export interface TemplateField {
  /** Where its value goes; also the key of the value. */
  readonly key: string
  readonly part: 'header' | 'body' | 'url' | 'code'
  /** The variable's own name: a number or a word. */
  readonly name: string
  /** The button that it belongs to. */
  readonly button?: { readonly index: number; readonly text: string; readonly url: string }
}

export type TemplateValues = Readonly<Record<string, string>>

export function templateForm({ components }: Pick<Template, 'components'>): TemplateForm {
  const fields: TemplateField[] = []
  let file: TemplateForm['file'] = null
  let beyond = false
  for (const component of components) {
    const type = component.type.toUpperCase()
    const text = wordIn(component, 'text')
    if (type === 'HEADER') {
      const format = (wordIn(component, 'format') ?? 'TEXT').toLowerCase()
      if (format === 'image' || format === 'video' || format === 'document') file = format
      else if (format === 'text') fields.push(...fieldsOf('header', text))
      else beyond = true
    } else if (type === 'BODY') fields.push(...fieldsOf('body', text))
    else if (type === 'BUTTONS') fields.push(...buttonFields(component['buttons']))
    else if (type !== 'FOOTER') beyond = true
  }
  return { fields, file, beyond }
}

const place = /\{\{\s*([^{}\s]+)\s*\}\}/g

function fieldsOf(part: 'header' | 'body', text = ''): TemplateField[] {
  const names = [...new Set(Array.from(text.matchAll(place), ([, name = '']) => name))]
  const numbered = names.every((name) => /^\d+$/.test(name))
  return (numbered ? names.toSorted((a, b) => Number(a) - Number(b)) : names).map((name) => ({
    key: `${part}.${name}`,
    part,
    name,
  }))
}

function buttonFields(buttons: unknown): TemplateField[] {
  if (!Array.isArray(buttons)) return []
  return buttons.flatMap((button: unknown, index): TemplateField[] => {
    const type = wordIn(button, 'type')?.toUpperCase()
    const url = wordIn(button, 'url') ?? ''
    const shown = { index, text: wordIn(button, 'text') ?? '', url }
    if (type === 'URL' && url.includes('{{')) return [{ key: `url.${index}`, part: 'url', name: '1', button: shown }]
    if (type === 'COPY_CODE') return [{ key: `code.${index}`, part: 'code', name: '1', button: shown }]
    return []
  })
}

function wordIn(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found: unknown = Reflect.get(value, name)
  return typeof found === 'string' ? found : undefined
}

export interface HeaderFile {
  readonly mediaId: string
  readonly filename: string
}

/** In the words of a message's content. What is empty is left out, so that the server says what is missing. */
export function parametersOf(
  { fields, file: kind }: TemplateForm,
  named: boolean,
  values: TemplateValues,
  file?: HeaderFile,
): NonNullable<RenderTemplate['parameters']> {
  const of = (part: TemplateField['part']) =>
    fields.filter((field) => field.part === part && (values[field.key] ?? '').trim() !== '')
  const value = (field: TemplateField) => values[field.key] ?? ''
  const body = of('body')
  const header = kind === null ? of('header').map(value) : file ? [fileIn(kind, file)] : []
  const buttons = [...of('url'), ...of('code')].map((field) => ({
    index: field.button?.index ?? 0,
    subType: field.part === 'url' ? 'url' : 'copy_code',
    parameters: [value(field)],
  }))
  return {
    ...(header.length > 0 ? { header } : {}),
    ...(body.length > 0
      ? { body: named ? Object.fromEntries(body.map((field) => [field.name, value(field)])) : body.map(value) }
      : {}),
    ...(buttons.length > 0 ? { buttons } : {}),
  }
}

function fileIn(type: 'image' | 'video' | 'document', { mediaId, filename }: HeaderFile) {
  return { type, media: { mediaId }, ...(type === 'document' ? { filename } : {}) }
}

export function isFilled({ fields, file }: TemplateForm, values: TemplateValues, given?: HeaderFile): boolean {
  return fields.every(({ key }) => (values[key] ?? '').trim() !== '') && (file === null || given !== undefined)
}
