import { describe, expect, it } from 'vitest'
import { type ProblemDetails, ProblemError } from '../../../lib/client/index.ts'
import { type ErrorCode, STATUS_OF } from '../../../lib/protocol/problem.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { problemText } from './problem-text.ts'

const LANGUAGES = [
  ['en', en],
  ['de', de],
  ['fr', fr],
] as const

const SERVER_CODES = Object.keys(STATUS_OF) as ErrorCode[]

/** The codes with which a command of an agent fails for good. The client tries again after others. */
const OF_COMMANDS = [
  'handoff.not_yours',
  'handoff.already_claimed',
  'handoff.not_open',
  'agent.not_found',
  'queue.not_found',
  'agent.away',
  'agent.at_capacity',
  'message.too_large',
  'frame.too_large',
  'auth.forbidden',
  'bot.not_found',
  'session.not_found',
  'internal',
  'client.uncertain',
] as const satisfies ProblemDetails['code'][]

const problem = (code: ProblemDetails['code'], detail?: string, status = 0) =>
  new ProblemError({ code, ...(detail !== undefined && { detail }), status })

describe('the text of a problem', () => {
  it.each(LANGUAGES)(
    'never shows a code, and says that the server cannot be reached only for no answer: %s',
    (_, texts) => {
      const unreachable = problemText(problem('client.unreachable'), texts)
      for (const code of SERVER_CODES) {
        const text = problemText(problem(code, undefined, STATUS_OF[code]), texts)
        expect(text, code).toMatch(/^\p{Lu}.*\.$/u)
        expect(text, code).not.toMatch(/\w[._]\w/)
        expect(text, code).not.toBe(unreachable)
      }
    },
  )

  it.each(LANGUAGES)('has a sentence of its own for each reason for which a command fails: %s', (_, texts) => {
    for (const code of OF_COMMANDS) expect(problemText(problem(code), texts), code).not.toBe(texts.refused(''))
  })

  it.each(LANGUAGES)('names the agent who has the conversation, by the id if there is no name: %s', (_, texts) => {
    const lost = (agent: { type: 'agent'; id: string; name?: string }) =>
      problemText(new ProblemError({ code: 'handoff.already_claimed', holder: { holder: 'human', agent } }), texts)
    expect(lost({ type: 'agent', id: 'u7', name: 'Ben' })).toBe(texts.hasItNow('Ben'))
    expect(lost({ type: 'agent', id: 'u7' })).toBe(texts.hasItNow('u7'))
    const bot = new ProblemError({ code: 'handoff.not_open', holder: { holder: 'bot' } })
    expect(problemText(bot, texts)).toBe(texts.problems['handoff.not_open'])
  })

  it.each(LANGUAGES)('quotes the words of the server if it refused the request: %s', (_, texts) => {
    const detail = 'query cursor: must be the `next` of an earlier page'
    expect(problemText(problem('request.invalid', detail, 400), texts)).toContain(detail)
    expect(problemText(problem('route.not_found', 'there is no such route', 404), texts)).toContain('no such route')
  })

  it.each(LANGUAGES)('is a plain sentence for a code that this console does not know: %s', (_, texts) => {
    const newer = (status: number) => problemText(problem('later.code' as ErrorCode, undefined, status), texts)
    expect(newer(409)).toBe(texts.refused(''))
    expect(newer(507)).toBe(texts.problems.internal)
  })
})
