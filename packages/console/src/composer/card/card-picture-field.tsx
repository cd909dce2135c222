import { X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { HeaderFileField } from '../../templates/header-file-field.tsx'
import type { CardPicture } from './card-draft.ts'
import type { CardFieldsProps } from './card-fields-props.ts'

interface CardPictureFieldProps extends Pick<CardFieldsProps, 'onChange'> {
  readonly picture: CardPicture | undefined
}

/** A picture above the buttons, in the place of a heading; it goes up when it is chosen. */
export function CardPictureField({ picture, onChange }: CardPictureFieldProps) {
  const words = useTranslations('cards')
  return (
    <div className="flex items-start gap-1">
      <div className="min-w-0 flex-1">
        <HeaderFileField
          kind="image"
          file={picture && { media: { mediaId: picture.mediaId }, filename: picture.name || undefined }}
          onChange={(file) =>
            onChange({
              picture:
                file && 'mediaId' in file.media
                  ? { mediaId: file.media.mediaId, name: file.filename ?? '' }
                  : undefined,
            })
          }
        />
      </div>
      {picture && (
        <Button
          kind="ghost"
          size="icon"
          className="mt-5"
          aria-label={words('removePicture')}
          onClick={() => onChange({ picture: undefined })}
        >
          <X />
        </Button>
      )}
    </div>
  )
}
