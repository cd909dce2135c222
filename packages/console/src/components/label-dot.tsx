import type { LabelColour } from '@switchboard/contract'
import { classNames } from './class-names.ts'

/** Shades that stand out on light and dark grounds alike. */
const dots: Readonly<Record<LabelColour, string>> = {
  grey: 'bg-slate-500',
  red: 'bg-red-500',
  orange: 'bg-orange-500',
  amber: 'bg-amber-500',
  green: 'bg-green-500',
  teal: 'bg-teal-500',
  blue: 'bg-blue-500',
  indigo: 'bg-indigo-500',
  purple: 'bg-purple-500',
  pink: 'bg-pink-500',
}

/** In the order of the rainbow, grey first. */
export const colours = Object.keys(dots) as readonly LabelColour[] // the object is closed: it has no other keys

/** A label's colour; the name beside the dot is what is read. */
export function LabelDot({ colour, className }: { readonly colour: LabelColour; readonly className?: string }) {
  return (
    <span aria-hidden className={classNames('inline-block size-2.5 shrink-0 rounded-full', dots[colour], className)} />
  )
}
