import { describe, expect, it } from 'vitest'
import { Typing } from './typing.ts'

const SECOND = 1_000

function aPerson() {
  const told: [on: boolean, where?: string | undefined][] = []
  let now = 0
  const clock = { now: () => now, after: () => () => undefined }
  const typing = new Typing(
    clock,
    (...frame) => told.push(frame),
    () => undefined,
  )
  return { typing, told, pass: (ms: number) => (now += ms) }
}

describe('the typing of a person', () => {
  it('is sent every few seconds, and its end once', () => {
    const { typing, told, pass } = aPerson()
    typing.own(true)
    typing.own(true)
    pass(3 * SECOND)
    typing.own(true)
    typing.own(false)
    typing.own(false)
    expect(told).toEqual([
      [true, undefined],
      [true, undefined],
      [false, undefined],
    ])
  })

  it('ends in one field before it begins in the other, so that the user sees nothing of a note', () => {
    const { typing, told } = aPerson()
    typing.own(true, 'reply')
    typing.own(true, 'note')
    typing.own(false)
    expect(told).toEqual([
      [true, 'reply'],
      [false, 'reply'],
      [true, 'note'],
      [false, 'note'],
    ])
  })
})
