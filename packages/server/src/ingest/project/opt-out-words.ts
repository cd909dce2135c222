/** What a message means that consists of one word. */
export type OptChoice = 'out' | 'in'

/**
 * A customer who writes one of these, and nothing else, wants no more messages (or wants them again). By language; only words that
 * hardly mean anything else when they stand alone: not "no", not "end", not "cancel", which answer questions.
 */
const words: Readonly<Record<OptChoice, readonly string[]>> = {
  out: [
    ...['stop', 'stopall', 'unsubscribe', 'optout', 'opt-out'], // English
    ...['stopp', 'abmelden', 'abbestellen', 'abmeldung'], // German
    ...[
      'arret',
      'arrêt',
      'arreter',
      'arrêter',
      'désabonner',
      'desabonner',
      'désinscrire',
      'desinscription',
      'désinscription',
    ], // French
    ...['baja', 'cancelar suscripción', 'desuscribir', 'desuscribirme', 'parar', 'alto'], // Spanish
    ...['pare', 'descadastrar', 'sair', 'remover'], // Portuguese
    ...['ferma', 'disiscrivi', 'annulla iscrizione', 'disiscrivimi'], // Italian
    ...['afmelden', 'uitschrijven'], // Dutch
    ...['avsluta', 'avregistrera', 'avmeld', 'afmeld', 'lopeta'], // Nordic
    ...['wypisz', 'rezygnuję', 'rezygnuje'], // Polish
    ...['стоп', 'отписаться', 'отписка', 'відписатися'], // Russian, Ukrainian
    ...['dur', 'iptal et', 'abonelikten çık'], // Turkish
    ...['توقف', 'إيقاف', 'ايقاف', 'الغاء الاشتراك', 'إلغاء الاشتراك'], // Arabic
    ...['עצור', 'הסר', 'הפסק'], // Hebrew
    ...['रोकें', 'बंद करो', 'बंद करें'], // Hindi
    ...['berhenti'], // Indonesian, Malay
    ...['停止', '退订', '退訂', '取消订阅', '配信停止', 'ストップ', '수신거부'], // Chinese, Japanese, Korean
  ],
  in: [
    ...['start', 'unstop', 'subscribe', 'optin', 'opt-in'],
    ...[
      'anmelden',
      'abonnieren',
      'démarrer',
      'demarrer',
      'abonner',
      'alta',
      'iniciar',
      'suscribir',
      'começar',
      'comecar',
    ],
    ...[
      'inizia',
      'iscrivimi',
      'aanmelden',
      'starta',
      'старт',
      'подписаться',
      'başla',
      'ابدأ',
      'اشتراك',
      'התחל',
      'शुरू',
      'mulai',
    ],
    ...['开始', '開始', '订阅', '訂閱', '시작'],
  ],
}

/** Words of a workspace, beside those that every one has. */
export interface OwnWords {
  readonly stop?: readonly string[]
  readonly start?: readonly string[]
}

const known = new Map<string, OptChoice>()
for (const choice of ['out', 'in'] as const) for (const word of words[choice]) known.set(normalised(word), choice)
const longest = 40

/** null: the message is no such word. "Stop sending me so many" is a sentence, and for a person to read. */
export function optChoice(text: string | null | undefined, own: OwnWords = {}): OptChoice | null {
  if (text === null || text === undefined || text.length > longest) return null
  const word = normalised(text)
  if (own.stop?.some((entry) => normalised(entry) === word)) return 'out'
  if (own.start?.some((entry) => normalised(entry) === word)) return 'in'
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
