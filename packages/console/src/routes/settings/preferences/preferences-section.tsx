import { Field } from '../../../components/field.tsx'
import { Select } from '../../../components/input.tsx'
import { Page } from '../../../components/page.tsx'
import { ShortcutsTable } from '../../../keys/shortcuts-table.tsx'
import { type Language, languages } from '../../../strings/languages.ts'
import { useLanguage } from '../../../strings/strings-provider.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { readStored, writeStored } from '../../../theme/stored.ts'
import { chooseTheme, type Theme, themes, useTheme } from '../../../theme/theme.ts'
import { Block } from '../block.tsx'

const themeWords = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const

/** `/app/settings/preferences`: how the console looks and speaks in this browser. */
export function PreferencesSection() {
  const words = useTranslations('settings')
  const shell = useTranslations('shell')
  const { theme } = useTheme()
  const { language, choose } = useLanguage()
  return (
    <Page title={words('sections.preferences')} intro={words('about.preferences')}>
      <Block title={words('preferences.look')} intro={words('preferences.lookIntro')}>
        <div className="grid max-w-md gap-4">
          <Field label={shell('theme')}>
            {/* The options are those of the type. */}
            <Select value={theme} onChange={(event) => chooseTheme(event.target.value as Theme)}>
              {themes.map((one) => (
                <option key={one} value={one}>
                  {shell(themeWords[one])}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={shell('language')}>
            {/* The options are those of the type. */}
            <Select value={language} onChange={(event) => choose(event.target.value as Language)}>
              {Object.entries(languages).map(([tag, { name }]) => (
                <option key={tag} value={tag} lang={tag}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
          <TimeZone />
        </div>
      </Block>
      <Block title={shell('shortcuts')} intro={shell('shortcutsIntro')}>
        <ShortcutsTable />
      </Block>
    </Page>
  )
}

function TimeZone() {
  const words = useTranslations('settings.preferences')
  const ofDevice = Intl.DateTimeFormat().resolvedOptions().timeZone
  const choose = (zone: string) => {
    writeStored('timeZone', zone === '' ? null : zone)
    // Every time that is shown is written anew.
    location.reload()
  }
  return (
    <Field label={words('timeZone')} hint={words('timeZoneHint')}>
      <Select value={readStored('timeZone') ?? ''} onChange={(event) => choose(event.target.value)}>
        <option value="">{words('ofDevice', { zone: ofDevice })}</option>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </Select>
    </Field>
  )
}
