import type { FieldValues, TemplateField } from '../../templates/template-fields.ts'
import type { GivenList } from './read-list.ts'
import { variableOf } from './read-list.ts'

/** Where the words of one variable come from. */
export interface Filling {
  /** Null: the same for everybody. */
  readonly column: string | null
  /** The words; of a column those where a row has nothing. */
  readonly text: string
  /** As it was written over the API, where that is neither: it stays until something else is chosen. */
  readonly liquid?: string
}

export type Fillings = Readonly<Record<string, Filling>>

/** What stands for a field until somebody says otherwise: a column that is called like it, or nothing. */
export function fillingOf(fillings: Fillings, field: TemplateField, list: ListSeen | undefined): Filling {
  const given = fillings[field.key]
  if (given && (given.column === null || list?.read.columns.includes(given.column))) return given
  const alike = list?.read.columns.find((column) => variableOf(column).toLowerCase() === field.name.toLowerCase())
  return { column: alike ?? null, text: '' }
}

/** Liquid for the content of the broadcast. */
export function liquidOf({ column, text, liquid }: Filling): string {
  if (liquid !== undefined) return liquid
  if (column === null) return /\{[{%]/.test(text) ? `{% raw %}${text}{% endraw %}` : text
  const variable = variableOf(column)
  if (text === '') return `{{ ${variable} }}`
  // A text of Liquid has no way to write the quote that it stands in.
  const quote = text.includes('"') ? "'" : '"'
  return `{{ ${variable} | default: ${quote}${text.replaceAll(quote, quote === "'" ? '’' : '”')}${quote} }}`
}

const raw = /^\{% raw %\}([\s\S]*)\{% endraw %\}$/
const fromColumn = /^\{\{\s*([\p{L}\p{N}_]+)\s*(?:\|\s*default:\s*(?:"([^"{}]*)"|'([^'{}]*)')\s*)?\}\}$/u

/** The same the other way: what was chosen where this stands. */
export function fillingFrom(liquid: string): Filling {
  const [, words] = raw.exec(liquid) ?? []
  if (words !== undefined) return { column: null, text: words }
  const [, column, double, single] = fromColumn.exec(liquid) ?? []
  if (column !== undefined) return { column, text: double ?? single ?? '' }
  return /\{[{%]/.test(liquid) ? { column: null, text: '', liquid } : { column: null, text: liquid }
}

/** What was read of a list, whether that is still to be sent or is there already. */
export type ListSeen = Pick<GivenList, 'read'>

/** What one row of the list makes of the template. */
export function valuesOfRow(
  fields: readonly TemplateField[],
  fillings: Fillings,
  list: ListSeen | undefined,
  row: number,
): FieldValues {
  return Object.fromEntries(
    fields.map((field) => {
      const { column, text, liquid = '' } = fillingOf(fillings, field, list)
      const cell = column === null ? '' : (list?.read.samples[row]?.[list.read.columns.indexOf(column)] ?? '')
      return [field.key, cell.trim() || text || liquid]
    }),
  )
}
