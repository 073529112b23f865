import { describe, expect, it } from 'vitest'
import { placeOf } from './place.ts'

describe('the place of an answer', () => {
  it('is that of the reply that waited longest when the answer began', () => {
    const begun = placeOf('H', undefined, [3, 7])
    expect(begun).toEqual({ first: 3, isEdit: false })
    expect(placeOf('Hi', begun, [7])).toEqual(begun)
  })

  it('is none while no reply waits', () => {
    expect(placeOf('H', undefined, [])).toBeUndefined()
  })

  it('stays that of an edited reply, also when its words are deleted', () => {
    const edited = { first: 7, isEdit: true }
    expect(placeOf('', edited, [3, 7])).toEqual(edited)
  })

  it('is a new one after the agent deleted an answer whose reply no longer waits', () => {
    expect(placeOf('', { first: 3, isEdit: true }, [7])).toEqual({ first: 7, isEdit: false })
    expect(placeOf('', { first: 3, isEdit: false }, [])).toBeUndefined()
  })
})
