import pino from 'pino'
import pretty from 'pino-pretty'

export interface LoggerOptions {
  readonly level: string
  /** For a person at a terminal; otherwise one JSON object a line. */
  readonly pretty: boolean
  readonly destination?: 1 | 2
}

/** One line for each, so that what happened is seen beside what happened before. */
const forTerminals = {
  colorize: true,
  singleLine: true,
  sync: true,
  ignore: 'pid,hostname',
  translateTime: 'SYS:HH:MM:ss',
} as const

/**
 * Logs go to stderr: stdout belongs to what a command answers, and in stdio mode to MCP. Lines hold ids, counts and codes,
 * never message text, tokens or full phone numbers.
 */
export function createLogger({ level, pretty: forPeople, destination = 2 }: LoggerOptions): pino.Logger {
  const stream = forPeople
    ? pretty({ ...forTerminals, destination })
    : pino.destination({ dest: destination, sync: true })
  return pino(
    {
      level,
      redact: { paths: ['headers.authorization', 'headers.cookie', '*.apiKey', '*.token', '*.secret'], censor: '…' },
      serializers: { err: describeError },
    },
    stream,
  )
}

/** Postgres quotes rows in `detail`, and the value itself in messages of class 22 (data exceptions): both may be message text. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const quotesData = code !== undefined && /^22[0-9A-Z]{3}$/.test(code)
  const { name, message, stack } = error
  return {
    type: name,
    ...(code === undefined ? {} : { code }),
    message: quotesData ? 'the database refused a value' : message,
    ...(quotesData ? {} : { stack }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}
