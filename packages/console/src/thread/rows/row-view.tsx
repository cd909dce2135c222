import { Bubble } from '../bubble/bubble.tsx'
import { isEvent, type Row } from '../rows.ts'
import { BeginningLine, CallLine, ChangeLine, DayLine, NoteLine, SystemLine, UnreadLine } from './lines.tsx'
import { OutgoingBubble } from './outgoing-bubble.tsx'

export function RowView({ row, isHighlighted }: { readonly row: Row; readonly isHighlighted: boolean }) {
  switch (row.kind) {
    case 'beginning':
      return <BeginningLine />
    case 'day':
      return <DayLine at={row.at} />
    case 'unread':
      return <UnreadLine count={row.count} />
    case 'call':
      return <CallLine call={row.call} />
    case 'note':
      return <NoteLine note={row.note} />
    case 'change':
      return <ChangeLine change={row.change} />
    case 'outgoing':
      return <OutgoingBubble outgoing={row.outgoing} />
    case 'message':
      if (isEvent(row.message)) return <SystemLine message={row.message} />
      return <Bubble message={row.message} first={row.first} last={row.last} isHighlighted={isHighlighted} />
  }
}
