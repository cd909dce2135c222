import { Liquid, LiquidError, UndefinedVariableError } from 'liquidjs'

/** `message`: what was wrong and where in the text, line and column, from 1. */
export type LiquidProblem =
  | { readonly kind: 'variable-missing'; readonly message: string; readonly variable: string }
  | { readonly kind: 'not-liquid'; readonly message: string }

/** Longest text, in UTF-16 units: no part of a message is near it. */
const longestText = 20_000
/** Of one text. Far beyond what a text needs, so that a busy machine never meets it. */
const longestMilliseconds = 500
/** liquidjs' own measure: about one a character or element that is made. */
const mostMemory = 200_000

const engine = createEngine()

function createEngine(): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    // What has a default, or is asked about by `if`, may be absent.
    lenientIf: true,
    ownPropertyOnly: true,
    // There are no other templates, and no file is ever looked for.
    templates: {},
    relativeReference: false,
    locale: 'en-US',
    timezoneOffset: 0,
    parseLimit: longestText,
    renderLimit: longestMilliseconds,
    memoryLimit: mostMemory,
  })
  for (const tag of ['include', 'render', 'layout', 'block']) delete liquid.tags[tag]
  return liquid
}

/**
 * A text with its Liquid done, strictly: an unknown filter is refused, and so is a variable that is not given, unless it has
 * a default: `{{ firstName | default: "there" }}`. Bounded in length, time and memory; reads nothing but `variables`.
 */
export function renderLiquid(
  text: string,
  variables: Readonly<Record<string, unknown>>,
): { readonly text: string } | { readonly problem: LiquidProblem } {
  if (!text.includes('{{') && !text.includes('{%')) return { text }
  try {
    // Without a default output is always a text.
    const rendered: unknown = engine.parseAndRenderSync(text, variables)
    return { text: String(rendered) }
  } catch (error) {
    // Its own errors, those of filters, and a stack that is too deep: all of them are about this text.
    if (error instanceof Error) return { problem: problemOf(error) }
    throw error
  }
}

function problemOf(error: Error): LiquidProblem {
  if (!(error instanceof LiquidError)) return { kind: 'not-liquid', message: error.message }
  const [line, column] = error.token.getPosition()
  const where = `line ${line}, column ${column}`
  const said = (error.originalError?.message ?? error.message).replace(/, line:\d+, col:\d+$/, '')
  if (!(error instanceof UndefinedVariableError)) return { kind: 'not-liquid', message: `${said} (${where})` }
  const name = said.replace(/^undefined variable: /, '')
  return {
    kind: 'variable-missing',
    variable: name,
    message: `the variable ${name} is not given (${where}); give it, or write {{ ${name} | default: "…" }}`,
  }
}
