import { Fragment } from 'react'

/** Names and values in two columns; what has no value is left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, string | null | undefined])[] }) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-1 sm:grid-cols-[max-content_1fr] sm:gap-y-2">
      {facts.map(([name, value]) =>
        value ? (
          <Fragment key={name}>
            <dt className="text-faint">{name}</dt>
            <dd className="min-w-0 break-words" dir="auto">
              {value}
            </dd>
          </Fragment>
        ) : null,
      )}
    </dl>
  )
}
