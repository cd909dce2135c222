import { Fragment, type ReactNode } from 'react'

/** *bold*, _italic_, ~struck~, ```fixed``` and `code`, as WhatsApp shows them; links as words, for nothing here leads out. */
export function FormattedText({ text }: { readonly text: string }) {
  return (
    <p className="whitespace-pre-wrap break-words" dir="auto">
      {format(text)}
    </p>
  )
}

const marks: readonly (readonly [pattern: RegExp, show: (inner: ReactNode) => ReactNode, isPlain: boolean])[] = [
  [/```([\s\S]+?)```/u, (inner) => <code className="font-mono text-[0.9em]">{inner}</code>, true],
  [/`([^`\n]+)`/u, (inner) => <code className="rounded bg-ink/10 px-1 font-mono text-[0.9em]">{inner}</code>, true],
  [/(?<![\p{L}\p{N}*])\*(\S(?:[^*\n]*\S)?)\*(?![\p{L}\p{N}*])/u, (inner) => <strong>{inner}</strong>, false],
  [/(?<![\p{L}\p{N}_])_(\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}_])/u, (inner) => <em>{inner}</em>, false],
  [/(?<![\p{L}\p{N}~])~(\S(?:[^~\n]*\S)?)~(?![\p{L}\p{N}~])/u, (inner) => <s>{inner}</s>, false],
]

/** The mark that begins first is taken, then what is in it and after it. */
function format(text: string): ReactNode {
  const [first] = marks
    .map((mark) => ({ mark, found: mark[0].exec(text) }))
    .filter(({ found }) => found !== null)
    .sort((one, other) => (one.found?.index ?? 0) - (other.found?.index ?? 0))
  if (!first?.found) return text
  const { found, mark } = first
  const [, show, isPlain] = mark
  const inner = found[1] ?? ''
  return (
    <Fragment>
      {text.slice(0, found.index)}
      {show(isPlain ? inner : format(inner))}
      {format(text.slice(found.index + found[0].length))}
    </Fragment>
  )
}
