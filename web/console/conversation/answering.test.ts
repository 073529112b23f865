import { expect, it } from 'vitest'
import { answeringOf } from './answering.ts'

const FIRST = '2026-01-06T09:00:00.000Z'
const LAST = '2026-01-12T09:00:00.000Z'
const at = (time: string, ms = 0) => Date.parse(time) + ms

it('takes answers at any time on a channel without limits', () => {
  expect(answeringOf({}, at(LAST))).toEqual({ status: 'open' })
})

it('takes every answer before the first limit, and those of agents before the second one', () => {
  const window = { answersUntil: FIRST, agentAnswersUntil: LAST }
  expect(answeringOf(window, at(FIRST, -1))).toEqual({ status: 'open' })
  expect(answeringOf(window, at(FIRST))).toEqual({ status: 'late', until: LAST })
  expect(answeringOf(window, at(LAST, -1))).toEqual({ status: 'late', until: LAST })
  expect(answeringOf(window, at(LAST))).toEqual({ status: 'over' })
})

it('takes no answer after the first limit on a channel that makes no exception for agents', () => {
  expect(answeringOf({ answersUntil: FIRST }, at(FIRST))).toEqual({ status: 'over' })
})
