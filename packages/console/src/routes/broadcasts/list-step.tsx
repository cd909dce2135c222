import { FileSpreadsheet, Upload } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { Field } from '../../components/field.tsx'
import { Select, TextArea } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import type { Making } from './making.ts'
import { faultOf, type GivenList, type ListFault, readList, recipientColumn } from './read-list.ts'

export interface ListStepProps {
  readonly making: Making
  readonly set: (more: Partial<Making>) => void
}

/** A list from a file or from the clipboard, read beside the page. */
export function ListStep({ making, set }: ListStepProps) {
  const words = useTranslations('broadcasts')
  const [reading, setReading] = useState<number>()
  const [failure, setFailure] = useState<string>()
  const read = async (blob: Blob, name: string) => {
    setFailure(undefined)
    setReading(0)
    try {
      set({ list: await readList(blob, name, setReading), recipient: '' })
    } catch (error) {
      setFailure(words('listUnreadable', { reason: error instanceof Error ? error.message : String(error) }))
    } finally {
      setReading(undefined)
    }
  }
  const { list } = making
  if (reading !== undefined)
    return (
      <p role="status" className="text-soft">
        {words('listReading', { rows: reading })}
      </p>
    )
  if (list) return <ReadShown list={list} making={making} set={set} />
  return (
    <div className="grid gap-4">
      <ChooseFile onFile={(file) => void read(file, file.name)} />
      <Paste onText={(text) => void read(new Blob([text], { type: 'text/csv' }), '')} />
      {failure && (
        <p role="alert" className="text-danger">
          {failure}
        </p>
      )}
    </div>
  )
}

/** All of it is the label of the input, so that a press anywhere and a file that is dropped mean the same. */
function ChooseFile({ onFile }: { readonly onFile: (file: File) => void }) {
  const words = useTranslations('broadcasts')
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  return (
    <label
      className={classNames(
        'grid cursor-pointer justify-items-center gap-2 rounded-xl border border-strong-line border-dashed p-6 text-center focus-within:outline-2 focus-within:outline-accent hover:bg-hover',
        isOver && 'border-accent bg-selected',
      )}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Upload aria-hidden className="size-6 text-faint" />
      <span className="font-medium">{words('listFile')}</span>
      <input
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file)
        }}
      />
      <span className="text-faint text-xs">{words('listDrop')}</span>
    </label>
  )
}

function Paste({ onText }: { readonly onText: (text: string) => void }) {
  const words = useTranslations('broadcasts')
  const [text, setText] = useState('')
  return (
    <div className="grid gap-2">
      <Field label={words('listPaste')}>
        <TextArea
          dir="ltr"
          value={text}
          placeholder="+34 600 112 233"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Button
        size="small"
        className="justify-self-start"
        disabled={text.trim() === ''}
        onClick={() => onText(text.trim())}
      >
        {words('listPasteUse')}
      </Button>
    </div>
  )
}

function ReadShown({ list, making, set }: ListStepProps & { readonly list: GivenList }) {
  const words = useTranslations('broadcasts')
  const { read } = list
  const fault = faultOf(read)
  const column = making.recipient || recipientColumn(read)
  const blanks = read.blanks[read.columns.indexOf(column)] ?? 0
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <FileSpreadsheet aria-hidden className="size-5 text-faint" />
        <p className="min-w-0 flex-1">
          {list.name && <span className="block truncate font-medium">{list.name}</span>}
          <span className="text-soft">{words('listRead', { rows: read.rows, columns: read.columns.length })}</span>
        </p>
        <Button size="small" onClick={() => set({ list: undefined })}>
          {words('listAnother')}
        </Button>
      </div>
      {fault ? (
        <FaultSentence fault={fault} />
      ) : (
        <Field
          label={words('recipient')}
          hint={words('recipientHint')}
          error={blanks > 0 ? words('blanks', { count: blanks }) : undefined}
        >
          <Select className="sm:max-w-72" value={column} onChange={(event) => set({ recipient: event.target.value })}>
            {read.columns.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </div>
  )
}

function FaultSentence({ fault }: { readonly fault: ListFault }) {
  const words = useTranslations('broadcasts')
  const sentence =
    fault.kind === 'listTwoNames'
      ? words('listTwoNames', { name: fault.name })
      : fault.kind === 'listUnnamed'
        ? words('listUnnamed', { number: fault.number })
        : words(fault.kind)
  return (
    <p role="alert" className="text-danger">
      {sentence}
    </p>
  )
}
