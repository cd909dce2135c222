const bars = 64

/** How loud the last seconds were, the newest at the end. */
export function Levels({ levels }: { readonly levels: readonly number[] }) {
  const before = bars - levels.length
  return (
    <svg
      viewBox={`0 0 ${bars * 4} 32`}
      preserveAspectRatio="none"
      className="block h-8 min-w-0 flex-1"
      aria-hidden="true"
    >
      {Array.from({ length: bars }, (_, bar) => {
        const level = levels[bar - before]
        const height = 2 + (level ?? 0) * 28
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: bars are their places
            key={bar}
            x={bar * 4}
            y={16 - height / 2}
            width={2.4}
            height={height}
            rx={1.2}
            className={level === undefined ? 'fill-faint/30' : 'fill-accent'}
          />
        )
      })}
    </svg>
  )
}
