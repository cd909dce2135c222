import { classNames } from './class-names.ts'

/** Grounds on which white letters have a contrast of 4.5 at least. */
const grounds = ['#7a4f9e', '#1f6f8b', '#8a5a1c', '#2f6f4f', '#9a3f5c', '#3d5ba9', '#6b6420', '#8b4432'] as const

export interface AvatarProps {
  readonly name: string
  readonly size?: 'small' | 'medium' | 'large'
  readonly className?: string
}

const sizes = { small: 'size-6 text-[0.625rem]', medium: 'size-9 text-xs', large: 'size-14 text-lg' } as const

/** The initials of a person's name, always in the same colour. */
export function Avatar({ name, size = 'medium', className }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={classNames(
        'inline-grid shrink-0 select-none place-items-center rounded-full font-semibold text-white',
        sizes[size],
        className,
      )}
      style={{ backgroundColor: grounds[hashOf(name) % grounds.length] }}
    >
      {initialsOf(name)}
    </span>
  )
}

function hashOf(text: string): number {
  let hash = 7
  for (const sign of text) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) >>> 0
  return hash
}

/** Two letters of a name, `#` of a number. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word))
  if (words.length === 0) return '#'
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => /\p{L}/u.exec(word ?? '')?.[0] ?? '',
  )
  return letters.join('').toLocaleUpperCase()
}
