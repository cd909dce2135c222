import { useTranslations } from '../../strings/use-translations.ts'
import type { CardFieldsProps } from './card-fields-props.ts'
import { cardLimits } from './card-limits.ts'
import { CardPictureField } from './card-picture-field.tsx'
import { CountedField } from './counted-field.tsx'
import { ListFields } from './list-fields.tsx'
import { ReplyButtonFields } from './reply-button-fields.tsx'

/** Everything that can be written into it. */
export function CardFields(props: CardFieldsProps) {
  const { card, say, onChange } = props
  const words = useTranslations('cards')
  const common = useTranslations('common')
  const { header, picture, body, footer, kind } = card
  return (
    <div className="grid content-start gap-3">
      {kind === 'buttons' && <CardPictureField picture={picture} onChange={onChange} />}
      {(kind === 'list' || !picture) && (
        <CountedField
          label={words('header')}
          optional={common('optional')}
          value={header}
          most={cardLimits.header}
          error={say('header')}
          onChange={(value) => onChange({ header: value })}
        />
      )}
      <CountedField
        isLong
        label={words('body')}
        value={body}
        most={cardLimits.body[kind]}
        error={say('body')}
        onChange={(value) => onChange({ body: value })}
      />
      <CountedField
        label={words('footer')}
        optional={common('optional')}
        value={footer}
        most={cardLimits.footer}
        error={say('footer')}
        onChange={(value) => onChange({ footer: value })}
      />
      {kind === 'buttons' ? <ReplyButtonFields {...props} /> : <ListFields {...props} />}
    </div>
  )
}
