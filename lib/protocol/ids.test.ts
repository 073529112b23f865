import { describe, expect, it } from 'vitest'
import { BodyId, EncodedId, PathId } from './ids.ts'

const takes = (schema: typeof BodyId, id: string) => schema.safeParse(id).success

describe('an id of a channel', () => {
  it.each(['auth0|123', 'ü', '李小龙', 'a b', '#1', '49 170"x"', 'a&b=c;d', '.a', '...', '😀', 'x'.repeat(256)])(
    'may be %j, in a path too',
    id => {
      expect(takes(EncodedId, id)).toBe(true)
      expect(takes(BodyId, id)).toBe(true)
      // As clients send it and the gateway decodes it.
      const url = new URL(`http://x/user/${encodeURIComponent(id)}/messages`)
      expect(decodeURIComponent(url.pathname).split('/')[2]).toBe(id)
    },
  )

  it.each(['a/b', 'a?b', '100%', 'a%2Fb', 'a\\b', 'a\ufffdb'])(
    'may be %j in a body or a query, and not in a path',
    id => {
      expect(takes(EncodedId, id)).toBe(false)
      expect(takes(BodyId, id)).toBe(true)
    },
  )

  it.each([
    '',
    '.',
    '..',
    'a\nb',
    'a\u0000',
    'a\u007f',
    'a\u0085',
    'a\u2028',
    '\u202ea',
    'a\u200f',
    '\ud800',
    'x'.repeat(257),
  ])('may never be %j', id => {
    expect(takes(EncodedId, id)).toBe(false)
    expect(takes(BodyId, id)).toBe(false)
  })
})

it('an id of a bot is refused if it needs encoding in a path', () => {
  for (const id of ['auth0|123', 'ü', 'a b', '..', 'a/b']) expect(PathId.safeParse(id).success).toBe(false)
  expect(PathId.safeParse('shop-1_a.b~c@d:e=f+g').success).toBe(true)
})
