import { describe, expect, it } from 'vitest'
import { expectGenerated } from '../../../test/support/generated.ts'
import { FAILURES, failureOf, SOURCES } from './failures.ts'

describe('the table of failures', () => {
  it('is the one of docs/messenger.md', () => {
    const rows = FAILURES.map(({ code, subcode, means, treatment, reason, source }) => {
      const codes = typeof code === 'number' ? `${code}` : `${code[0]} to ${code[1]}`
      const name = subcode === undefined ? codes : `${codes} / ${subcode}`
      return `| ${name} | ${means} | ${treatment} | ${reason ?? ''} | [${source}](${SOURCES[source]}) |`
    })
    const head = ['| code / subcode | meaning | treatment | reason for agents | source |', '|---|---|---|---|---|']
    expectGenerated('docs/messenger.md', 'failures', [...head, ...rows].join('\n'))
  })

  it('has one line for each pair of code and subcode', () => {
    const names = FAILURES.map(({ code, subcode }) => `${code}/${subcode}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it('finds the line of the subcode, then of the code, then of the range', () => {
    expect(failureOf(10, 2018278)?.subcode).toBe(2018278)
    expect(failureOf(10, 7)).toMatchObject({ code: 10 })
    expect(failureOf(10, 7)).not.toHaveProperty('subcode')
    expect(failureOf(230, 2018278)).toMatchObject({ code: 230 })
    expect(failureOf(200, undefined)).toMatchObject({ code: [200, 299] })
    expect(failureOf(299, undefined)).toMatchObject({ code: [200, 299] })
    expect(failureOf(300, undefined)).toBeUndefined()
    expect(failureOf(80006, 2460024)).toMatchObject({ treatment: 'wait' })
  })
})
