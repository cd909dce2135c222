/** What a message means that consists of one word. */
export type OptChoice = 'out' | 'in'

/**
 * A customer who writes one of these, and nothing else, wants no more messages (or wants them again). By language; only words that
 * hardly mean anything else when they stand alone: not "no", not "end", not "cancel", which answer questions.
 */
export const optWords: Readonly<Record<OptChoice, Readonly<Record<string, readonly string[]>>>> = {
  out: {
    en: ['stop', 'stopall', 'unsubscribe', 'optout', 'opt-out'],
    de: ['stopp', 'abmelden', 'abbestellen', 'abmeldung'],
    fr: [
      ...['arret', 'arrêt', 'arreter', 'arrêter', 'désabonner', 'desabonner'],
      ...['désinscrire', 'desinscription', 'désinscription'],
    ],
    es: ['baja', 'cancelar suscripción', 'desuscribir', 'desuscribirme', 'parar', 'alto'],
    pt: ['pare', 'descadastrar', 'sair', 'remover'],
    it: ['ferma', 'disiscrivi', 'annulla iscrizione', 'disiscrivimi'],
    nl: ['afmelden', 'uitschrijven'],
    sv: ['avsluta', 'avregistrera'],
    nb: ['avmeld'],
    da: ['afmeld'],
    fi: ['lopeta'],
    pl: ['wypisz', 'rezygnuję', 'rezygnuje'],
    ru: ['стоп', 'отписаться', 'отписка'],
    uk: ['відписатися'],
    tr: ['dur', 'iptal et', 'abonelikten çık'],
    ar: ['توقف', 'إيقاف', 'ايقاف', 'الغاء الاشتراك', 'إلغاء الاشتراك'],
    he: ['עצור', 'הסר', 'הפסק'],
    hi: ['रोकें', 'बंद करो', 'बंद करें'],
    id: ['berhenti'],
    zh: ['停止', '退订', '退訂', '取消订阅'],
    ja: ['配信停止', 'ストップ'],
    ko: ['수신거부'],
  },
  in: {
    en: ['start', 'unstop', 'subscribe', 'optin', 'opt-in'],
    de: ['anmelden', 'abonnieren'],
    fr: ['démarrer', 'demarrer', 'abonner'],
    es: ['alta', 'iniciar', 'suscribir'],
    pt: ['começar', 'comecar'],
    it: ['inizia', 'iscrivimi'],
    nl: ['aanmelden'],
    sv: ['starta'],
    ru: ['старт', 'подписаться'],
    tr: ['başla'],
    ar: ['ابدأ', 'اشتراك'],
    he: ['התחל'],
    hi: ['शुरू'],
    id: ['mulai'],
    zh: ['开始', '開始', '订阅', '訂閱'],
    ko: ['시작'],
  },
}

/** Words of a workspace, beside those that every one has. */
export interface OwnWords {
  readonly stop?: readonly string[]
  readonly start?: readonly string[]
  /** Those of every workspace that mean something else here. */
  readonly ignored?: readonly string[]
}

const known = new Map<string, OptChoice>()
for (const choice of ['out', 'in'] as const)
  for (const word of Object.values(optWords[choice]).flat()) known.set(normalised(word), choice)
const longest = 40

/** null: the message is no such word. "Stop sending me so many" is a sentence, and for a person to read. */
export function optChoice(text: string | null | undefined, own: OwnWords = {}): OptChoice | null {
  if (text === null || text === undefined || text.length > longest) return null
  const word = normalised(text)
  if (own.stop?.some((entry) => normalised(entry) === word)) return 'out'
  if (own.start?.some((entry) => normalised(entry) === word)) return 'in'
  if (own.ignored?.some((entry) => normalised(entry) === word)) return null
  return known.get(word) ?? null
}

/** As people write one word: in any case, width and accent form, with marks and signs around it. */
function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$/gu, '')
    .replace(/\s+/gu, ' ')
}
