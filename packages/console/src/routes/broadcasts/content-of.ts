import type { Template } from '@switchboard/contract'
import { type Filling as FilledIn, fieldsOf, fillingIn, parametersOf } from '../../templates/template-fields.ts'
import { type Fillings, fillingFrom, fillingOf, type ListSeen, liquidOf } from './filling.ts'
import type { TemplateContent } from './template-of.ts'

/** What is sent: the template, with Liquid where rows differ. @param files in headers, where they are no links */
export function contentOf(
  template: Template,
  fillings: Fillings,
  list: ListSeen | undefined,
  files: FilledIn['files'] = {},
): TemplateContent {
  const values = Object.fromEntries(
    fieldsOf(template.components).map((field) => [field.key, liquidOf(fillingOf(fillings, field, list))]),
  )
  const { name, language } = template
  return { type: 'template', name, language, parameters: parametersOf(template, { values, files }) }
}

/** What was chosen for each field where this is sent. */
export function fillingsOf(template: Template, { parameters }: TemplateContent) {
  const { values, files } = fillingIn(template, parameters ?? {})
  const fillings = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fillingFrom(value)]))
  return { fillings: withLinks(fillings, files), files }
}

/** A file behind a link is written as that. */
function withLinks(fillings: Fillings, files: FilledIn['files']): Fillings {
  const links = Object.entries(files).flatMap(([key, { media }]) =>
    'link' in media ? [[key, fillingFrom(media.link)] as const] : [],
  )
  return { ...fillings, ...Object.fromEntries(links) }
}

/** The variables for which there are no words yet. */
export function unfilledOf(
  template: Template,
  fillings: Fillings,
  list: ListSeen | undefined,
  files: FilledIn['files'] = {},
): string[] {
  return fieldsOf(template.components)
    .filter(
      (field) => !field.isOptional && !files[field.key] && liquidOf(fillingOf(fillings, field, list)).trim() === '',
    )
    .map(({ place, name }) => (place === 'body' ? `{{${name}}}` : name || place))
}
