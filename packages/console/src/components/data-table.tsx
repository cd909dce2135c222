import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface Column<Row> {
  readonly id: string
  readonly title: ReactNode
  readonly cell: (row: Row) => ReactNode
  /** Numbers end at the same edge. */
  readonly numeric?: boolean
  readonly className?: string
}

export interface DataTableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Opens a row; the row's first cell should hold a link or button for the keyboard. */
  readonly onOpen?: (row: Row) => void
}

/** A plain table; in a narrow window it scrolls by itself, not the page. */
export function DataTable<Row>({ label, columns, rows, keyOf, onOpen }: DataTableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto rounded-xl border bg-surface">
      <table className="w-full text-start">
        <thead className="border-b text-faint text-xs">
          <tr>
            {columns.map(({ id, title, numeric, className }) => (
              <th
                key={id}
                scope="col"
                className={classNames(
                  'whitespace-nowrap px-3 py-2 font-medium',
                  numeric ? 'text-end' : 'text-start',
                  className,
                )}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              className={classNames(onOpen && 'cursor-pointer hover:bg-hover')}
              onClick={onOpen && (() => onOpen(row))}
            >
              {columns.map(({ id, cell, numeric, className }) => (
                <td
                  key={id}
                  className={classNames('px-3 py-2 align-top', numeric && 'text-end tabular-nums', className)}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
