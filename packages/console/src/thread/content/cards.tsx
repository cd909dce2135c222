import type { Content } from '@switchboard/contract'
import { Building2, Mail, Phone, ShoppingBag } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Avatar } from '../../components/avatar.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { FormattedText } from './formatted-text.tsx'

type Card = Extract<Content, { type: 'contacts' }>['contacts'][number]

export function ContactCards({ cards }: { readonly cards: readonly Card[] }) {
  return (
    <ul className="grid w-72 max-w-full gap-1.5">
      {cards.map((card, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cards of a message stay where they are, and nothing else names them
        <ContactCard key={place} card={card} />
      ))}
    </ul>
  )
}

function ContactCard({ card: { name, organisation, phones, emails } }: { readonly card: Card }) {
  const words = useTranslations('thread')
  const shown = name ?? organisation ?? words('type.contacts')
  return (
    <li className="grid gap-1.5 rounded-xl bg-ink/5 p-2.5">
      <div className="flex items-center gap-2.5">
        <Avatar name={shown} />
        <p dir="auto" className="min-w-0 flex-1 break-words font-medium">
          {shown}
        </p>
      </div>
      {organisation && organisation !== shown && (
        <p className="flex items-center gap-2 text-soft text-xs">
          <Building2 aria-hidden className="size-3.5 shrink-0" />
          {organisation}
        </p>
      )}
      {phones.map(({ phone, waId, type }) => {
        const number = phone ?? waId
        return (
          number !== undefined && (
            <p key={number} className="flex items-center gap-2 text-xs">
              <Phone aria-hidden className="size-3.5 shrink-0 text-soft" />
              <span dir="ltr" className="min-w-0 flex-1 truncate">
                {number} {type && <span className="text-faint">{type}</span>}
              </span>
              <CopyButton kind="ghost" text={number} what={number} />
            </p>
          )
        )
      })}
      {emails.map(
        ({ email }) =>
          email !== undefined && (
            <p key={email} className="flex items-center gap-2 text-xs">
              <Mail aria-hidden className="size-3.5 shrink-0 text-soft" />
              <span className="min-w-0 flex-1 truncate">{email}</span>
              <CopyButton kind="ghost" text={email} what={email} />
            </p>
          ),
      )}
    </li>
  )
}

type OrderContent = Pick<Extract<Content, { type: 'order' }>, 'catalogId' | 'text'> & {
  readonly items: readonly Omit<Extract<Content, { type: 'order' }>['items'][number], 'raw'>[]
}

/** What a customer wants to buy, with the sum where one currency allows it. */
export function Order({ order: { items, text, catalogId } }: { readonly order: OrderContent }) {
  const words = useTranslations('thread')
  const price = usePrice()
  const currencies = new Set(items.map(({ currency }) => currency))
  const [currency] = currencies
  const sum = items.reduce((total, { quantity = 1, itemPrice = Number.NaN }) => total + quantity * itemPrice, 0)
  return (
    <div className="grid w-72 max-w-full gap-2">
      <p className="flex items-center gap-2 font-medium">
        <ShoppingBag aria-hidden className="size-4 text-accent-ink" />
        {words('order.title', { count: items.length })}
      </p>
      <ul className="grid gap-1 rounded-xl bg-ink/5 p-2.5">
        {items.map(({ productRetailerId, quantity = 1, itemPrice, currency: unit }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items of an order stay where they are; one product may stand twice
          <li key={place} className="flex items-baseline gap-2">
            <span className="w-8 shrink-0 text-end text-soft tabular-nums">{quantity} ×</span>
            <span className="min-w-0 flex-1 break-words">{productRetailerId ?? '–'}</span>
            <span className="tabular-nums">{itemPrice === undefined ? '' : price(itemPrice, unit)}</span>
          </li>
        ))}
        {currencies.size === 1 && !Number.isNaN(sum) && (
          <li className="flex justify-between border-t pt-1 font-medium">
            <span>{words('order.sum')}</span>
            <span className="tabular-nums">{price(sum, currency)}</span>
          </li>
        )}
      </ul>
      {catalogId && <p className="text-faint text-xs">{words('order.catalogue', { id: catalogId })}</p>}
      {text && <FormattedText text={text} />}
    </div>
  )
}

/** With the currency where the sender named one that exists. */
function usePrice(): (amount: number, currency: string | undefined) => string {
  const format = useFormatter()
  return (amount, currency) =>
    currency !== undefined && /^[A-Z]{3}$/i.test(currency)
      ? format.number(amount, { style: 'currency', currency })
      : format.number(amount)
}
