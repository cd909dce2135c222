import { accounts } from './accounts.ts'
import { approvals } from './approvals.ts'
import { assistants } from './assistants.ts'
import { audit } from './audit.ts'
import { broadcasts } from './broadcasts.ts'
import { calls } from './calls.ts'
import { cards } from './cards.ts'
import { common } from './common.ts'
import { composer } from './composer.ts'
import { contacts } from './contacts.ts'
import { eventsIn } from './events-in.ts'
import { health } from './health.ts'
import { inbox } from './inbox.ts'
import { overview } from './overview.ts'
import { phone } from './phone.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { templates } from './templates.ts'
import { thread } from './thread.ts'

/** Every word that a person sees, in English: the catalogue that the others follow. */
export const en = {
  accounts,
  approvals,
  assistants,
  audit,
  broadcasts,
  calls,
  cards,
  common,
  composer,
  contacts,
  eventsIn,
  health,
  inbox,
  overview,
  phone,
  search,
  settings,
  shell,
  templates,
  thread,
}
