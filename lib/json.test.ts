import { describe, expect, it } from 'vitest'
import { parseJson } from './json.ts'

const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth)

describe('parseJson', () => {
  it('parses objects, lists and texts', () => {
    expect(parseJson('{"a":[1,"x",null,true,{"b":-2.5e3}]}')).toEqual({ a: [1, 'x', null, true, { b: -2500 }] })
    expect(parseJson(' "text" ')).toBe('text')
  })

  it('accepts 24 levels of nesting, and refuses more', () => {
    expect(() => parseJson(nested(24))).not.toThrow()
    expect(() => parseJson(`${'{"a":'.repeat(24)}1${'}'.repeat(24)}`)).not.toThrow()
    for (const deep of [nested(25), `${'{"a":'.repeat(25)}1${'}'.repeat(25)}`, '[{"a":'.repeat(13), nested(100_000)]) {
      expect(() => parseJson(deep)).toThrow(expect.objectContaining({ code: 'request.invalid', status: 400 }))
    }
  })

  it('counts only nesting, not siblings or brackets in a text', () => {
    expect(parseJson(`[${'[],'.repeat(1_000)}[]]`)).toHaveLength(1_001)
    const text = `"${'['.repeat(100)}"\\${'{'.repeat(100)}`
    expect(parseJson(JSON.stringify([text]))).toEqual([text])
    expect(parseJson(String.raw`["\\","[[[[[[[[[[[[[[[[[[[[[[[[[["]`)).toEqual(['\\', '['.repeat(26)])
  })

  it.each(['', '{', '{"a":}', 'nonsense', "{'a':1}", '[1,]', '\u0000', '{"a":1}}'])(
    'throws request.not_json for %j',
    text => {
      expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'request.not_json', status: 400 }))
    },
  )

  it('does not let the input change a prototype', () => {
    const read = parseJson('{"__proto__":{"admin":true}}') as Record<string, unknown>
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>).admin).toBeUndefined()
  })
})
