import {
  Bold,
  CodeXml,
  Italic,
  LayoutTemplate,
  type LucideIcon,
  Mic,
  Paperclip,
  Slash,
  Strikethrough,
} from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../components/button.tsx'
import { Tooltip } from '../components/tooltip.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import type { Mark } from './emphasis.ts'
import { type Inserted, InsertMenu } from './insert-menu.tsx'

const marks: readonly { readonly mark: Mark; readonly icon: LucideIcon }[] = [
  { mark: 'bold', icon: Bold },
  { mark: 'italic', icon: Italic },
  { mark: 'strike', icon: Strikethrough },
  { mark: 'mono', icon: CodeXml },
]

export interface ToolbarProps {
  readonly onFiles: (files: readonly File[]) => void
  readonly onTemplate: (() => void) | undefined
  /** Undefined: the number sends no voice notes. */
  readonly onVoice: (() => void) | undefined
  readonly insertable: readonly Inserted[]
  readonly onInsert: (kind: Inserted) => void
  readonly onCanned: () => void
  readonly onMark: (mark: Mark) => void
}

/** What can be put into an answer beside words. */
export function Toolbar({ onFiles, onVoice, onTemplate, insertable, onInsert, onCanned, onMark }: ToolbarProps) {
  const words = useTranslations('composer')
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="flex min-w-0 flex-wrap items-center" role="toolbar" aria-label={words('tools')}>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={words('attach')}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <Tool icon={Paperclip} label={words('attach')} onPress={() => input.current?.click()} />
      {onVoice && <Tool icon={Mic} label={words('voiceRecord')} onPress={onVoice} />}
      {onTemplate && <Tool icon={LayoutTemplate} label={words('template')} onPress={onTemplate} />}
      <InsertMenu kinds={insertable} onChoose={onInsert} />
      {/* Beside a phone there is room for neither: the one is typed as `/`, the others as themselves. */}
      <span className="inline-flex @max-[11rem]:hidden">
        <Tool icon={Slash} label={words('canned')} onPress={onCanned} />
      </span>
      {/* Where there is no room they stand below, and together. */}
      <span className="hidden sm:inline-flex @max-[14rem]:hidden">
        {marks.map(({ mark, icon }) => (
          <Tool key={mark} icon={icon} label={words(`mark_${mark}`)} onPress={() => onMark(mark)} />
        ))}
      </span>
    </div>
  )
}

interface ToolProps {
  readonly icon: LucideIcon
  readonly label: string
  readonly onPress: () => void
}

function Tool({ icon: Icon, label, onPress }: ToolProps) {
  return (
    <Tooltip text={label}>
      <Button
        kind="ghost"
        size="icon"
        aria-label={label}
        // The selection in the text stays.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPress}
      >
        <Icon />
      </Button>
    </Tooltip>
  )
}
