import { useTranslations } from '../../strings/use-translations.ts'
import { Interactive } from '../../thread/content/interactive.tsx'
import { interactiveView } from '../../thread/content/interactive-view.ts'
import { mediaAddress } from '../../thread/content/media-box.ts'
import { type CardDraft, contentOfCard } from './card-draft.ts'

/** The message on the customer's phone, and the list that its button opens there. */
export function CardPreview({ card }: { readonly card: CardDraft }) {
  const words = useTranslations('composer')
  const cards = useTranslations('cards')
  const { sections, ...view } = interactiveView(contentOfCard(card))
  const shown = sections.map(({ title, rows }) => ({
    ...(title === undefined ? {} : { title }),
    rows: rows.filter((row) => row.title !== ''),
  }))
  return (
    <section aria-label={words('preview')} className="grid content-start gap-3 rounded-xl bg-thread p-4">
      <div className="w-fit min-w-52 max-w-full rounded-xl rounded-ss-sm bg-bubble-in px-3 py-2 shadow-sm">
        {card.kind === 'buttons' && card.picture && (
          <img
            src={mediaAddress(card.picture.mediaId)}
            alt=""
            className="mb-2 max-h-48 w-full rounded-lg bg-sunken object-cover"
          />
        )}
        <Interactive
          view={{ ...view, body: view.body || '…', buttons: view.buttons.filter(({ label }) => label), sections: [] }}
        />
      </div>
      {shown.some(({ rows }) => rows.length > 0) && (
        <div className="rounded-2xl border bg-raised p-3 shadow-sm">
          <p className="mb-2 font-semibold">{card.opens.trim() || cards('list')}</p>
          {shown.map(({ title, rows }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nothing in a preview keeps a state of its own
            <div key={place} className="mb-2">
              {title && <p className="font-medium text-accent-ink text-xs">{title}</p>}
              <ul>
                {rows.map((row, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: see above
                  <li key={at} dir="auto" className="flex items-start gap-2 py-1.5">
                    <span aria-hidden className="mt-0.5 size-4 shrink-0 rounded-full border-2 border-strong-line" />
                    <span className="min-w-0 break-words">
                      {row.title}
                      {row.description && <span className="block text-soft text-xs">{row.description}</span>}
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      )}
    </section>
  )
}
