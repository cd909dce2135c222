import { Film, Picture } from './picture.tsx'
import type { ShownMessage } from './shown-message.ts'

/** The picture or film above the words of a template or of buttons. */
export function HeaderFile({ message }: { readonly message: ShownMessage }) {
  const kind = message.media?.[0]?.kind
  if (kind === 'image') return <Picture message={message} caption={undefined} />
  return kind === 'video' ? <Film message={message} /> : null
}
