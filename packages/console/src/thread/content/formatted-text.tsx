import { Fragment, memo, type ReactNode, useState } from 'react'
import { classNames } from '../../components/class-names.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { type Block, emojiOnly, formatText, type Inline } from '../format-text.ts'

/** Beyond this a bubble would be the whole screen; one press shows the rest. */
const longText = 1_500
const manyLines = 24

/** A customer's or our own text, as WhatsApp shows it. */
export const FormattedText = memo(function FormattedText({ text }: { readonly text: string }) {
  const words = useTranslations('thread')
  const [isWhole, setIsWhole] = useState(false)
  const emoji = emojiOnly(text)
  if (emoji > 0) return <p className={classNames('leading-tight', emoji === 1 ? 'text-5xl' : 'text-3xl')}>{text}</p>
  const shown = isWhole ? text : beginning(text)
  return (
    <div dir="auto" className="text-pretty break-words [overflow-wrap:anywhere]">
      {keyed(formatText(shown)).map(([key, block]) => (
        <BlockView key={key} block={block} />
      ))}
      {shown.length < text.length && (
        <button
          type="button"
          className="font-medium text-accent-ink underline-offset-2 hover:underline"
          onClick={() => setIsWhole(true)}
        >
          {words('readMore')}
        </button>
      )}
    </div>
  )
})

/** Where it may be cut: not within a word. */
function beginning(text: string): string {
  const lines = text.split('\n')
  const byLines = lines.length > manyLines ? lines.slice(0, manyLines).join('\n') : text
  if (byLines.length <= longText) return byLines
  const space = byLines.lastIndexOf(' ', longText)
  return byLines.slice(0, space > longText / 2 ? space : longText)
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'mono':
      return (
        <pre className="my-1 overflow-x-auto whitespace-pre-wrap rounded-lg bg-ink/5 p-2 font-mono text-xs">
          {block.text}
        </pre>
      )
    case 'quote':
      return (
        <blockquote className="my-0.5 border-strong-line border-s-3 ps-2 text-soft">{lines(block.lines)}</blockquote>
      )
    case 'bullets':
      return <ul className="my-0.5 list-disc ps-5">{items(block.items)}</ul>
    case 'numbers':
      return (
        <ol className="my-0.5 list-decimal ps-6" start={block.start}>
          {items(block.items)}
        </ol>
      )
    case 'lines':
      return <p className="whitespace-pre-wrap">{lines(block.lines)}</p>
  }
}

function lines(all: readonly (readonly Inline[])[]): ReactNode {
  return keyed(all).map(([key, line]) => (
    <Fragment key={key}>
      {key > 0 && '\n'}
      {inlines(line)}
    </Fragment>
  ))
}

function items(all: readonly (readonly Inline[])[]): ReactNode {
  return keyed(all).map(([key, line]) => <li key={key}>{inlines(line)}</li>)
}

function inlines(all: readonly Inline[]): ReactNode {
  return keyed(all).map(([key, inline]) => <InlineView key={key} inline={inline} />)
}

function InlineView({ inline }: { readonly inline: Inline }): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'bold':
      return <strong className="font-semibold">{inlines(inline.children)}</strong>
    case 'italic':
      return <em>{inlines(inline.children)}</em>
    case 'strike':
      return <s>{inlines(inline.children)}</s>
    case 'code':
      return <code className="rounded bg-ink/8 px-1 font-mono text-[0.9em]">{inline.text}</code>
    case 'link':
      return (
        <a
          href={inline.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="text-info underline underline-offset-2"
        >
          {inline.text}
        </a>
      )
  }
}

/** Parts of one text never move among each other, so their places name them. */
function keyed<Item>(all: readonly Item[]): [number, Item][] {
  return all.map((item, place) => [place, item])
}
