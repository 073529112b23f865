import { InterludeError, invalid } from './protocol/problem.ts'

/** Deepest nesting of input. Engines and recursive code have limits, and no message needs more. */
const MAX_DEPTH = 24

/**
 * Parses JSON input. Skips a byte order mark. Throws `request.not_json`, and `request.invalid` if it is nested too
 * deep.
 */
export function parseJson(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH) {
    throw invalid([{ path: '', message: `JSON may be nested at most ${MAX_DEPTH} deep` }])
  }
  try {
    return JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text)
  } catch (error) {
    throw new InterludeError('request.not_json', `the body is not JSON: ${error instanceof Error ? error.message : ''}`)
  }
}

function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (inString) {
      if (char === BACKSLASH) i++
      else if (char === QUOTE) inString = false
    } else if (char === QUOTE) inString = true
    else if (char === OPEN_BRACKET || char === OPEN_BRACE) deepest = Math.max(deepest, ++depth)
    else if (char === CLOSE_BRACKET || char === CLOSE_BRACE) depth--
  }
  return deepest
}

const BYTE_ORDER_MARK = '\ufeff'
const QUOTE = 34
const BACKSLASH = 92
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93
const OPEN_BRACE = 123
const CLOSE_BRACE = 125
