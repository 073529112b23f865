import { describe, expect, it } from 'vitest'
import { silentLog } from '../../test/support/silent.ts'
import type { Log } from '../ports/system.ts'
import { type ErrorCode, InterludeError, Problem, STATUS_OF } from '../protocol/problem.ts'
import { problemOf } from './problems.ts'

type Line = readonly [string, Readonly<Record<string, unknown>> | undefined]

function aLog(): { log: Log; errors: Line[]; warnings: Line[] } {
  const errors: Line[] = []
  const warnings: Line[] = []
  const log: Log = {
    ...silentLog,
    error: (message, details) => errors.push([message, details]),
    warn: (message, details) => warnings.push([message, details]),
  }
  return { log, errors, warnings }
}

describe('an expected error', () => {
  it.each(Object.keys(STATUS_OF) as ErrorCode[])('becomes a problem document: %s', code => {
    const { problem } = problemOf(new InterludeError(code, 'what is wrong'), 'request-1', silentLog)
    expect(Problem.parse(problem)).toEqual(problem)
    const text = { detail: 'what is wrong', message: 'what is wrong' }
    expect(problem).toMatchObject({ code, status: STATUS_OF[code], ...text, requestId: 'request-1' })
    expect(problem.title).toMatch(/^[A-Z][^._]+$/)
  })

  it('names the wrong fields, and the time to retry', () => {
    const fields = [{ in: 'body', path: 'text', message: 'needs text' }] as const
    const error = new InterludeError('request.invalid', 'body text: needs text', { fields, retryAfterSeconds: 3 })
    expect(problemOf(error, 'r', silentLog)).toMatchObject({ problem: { errors: fields }, retryAfterSeconds: 3 })
  })

  it('hides its cause, which is logged only if the server is at fault', () => {
    const { log, errors, warnings } = aLog()
    const cause = new Error('table interlude-prod is throttled')
    for (const code of ['auth.invalid', 'store.unavailable'] as const) {
      const { problem } = problemOf(new InterludeError(code, 'sorry', { cause }), 'request-1', log)
      expect(JSON.stringify(problem)).not.toContain('throttled')
    }
    expect(errors).toEqual([])
    expect(warnings).toEqual([
      [
        'unavailable',
        { requestId: 'request-1', code: 'store.unavailable', cause: 'Error: table interlude-prod is throttled' },
      ],
    ])
  })
})

describe('an unexpected error', () => {
  it.each([
    new Error('password 1234'),
    new TypeError('x is not a function, password 1234'),
    'password 1234',
    { password: 1234 },
    null,
  ])('is masked, and logged with the request id: %j', error => {
    const { log, errors } = aLog()
    const { problem } = problemOf(error, 'request-1', log)
    expect(problem).toEqual({
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      code: 'internal',
      detail: 'Interlude logged the error with this request id',
      message: 'Interlude logged the error with this request id',
      requestId: 'request-1',
    })
    expect(errors).toEqual([['unexpected error', { requestId: 'request-1', error: expect.any(String) }]])
  })
})
