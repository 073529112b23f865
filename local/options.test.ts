import { describe, expect, it } from 'vitest'
import { HELP, readOptions } from './options.ts'

const hostsOf = (argv: string[], env: Record<string, string> = {}) => {
  const options = readOptions(argv, env)
  return options === 'help' ? 'help' : options.hosts
}

describe('options', () => {
  it("read the address of Meta's API, and take the double by default", () => {
    const graphOf = (argv: string[], env: Record<string, string> = {}) => {
      const options = readOptions(argv, env)
      return options === 'help' ? 'help' : options.graph
    }
    expect(graphOf([])).toBe('double')
    expect(graphOf(['--graph', 'meta'])).toEqual({ url: 'https://graph.facebook.com' })
    expect(graphOf(['--graph', 'http://127.0.0.1:4000/'], { INTERLUDE_GRAPH: 'meta' })).toEqual({
      url: 'http://127.0.0.1:4000',
    })
    expect(graphOf([], { INTERLUDE_GRAPH: 'meta' })).toEqual({ url: 'https://graph.facebook.com' })
    expect(() => readOptions(['--graph', 'mta'], {})).toThrow(/must be "double", "meta" or a URL/)
  })

  it('read the hosts of a proxy from the flag, or else from the environment', () => {
    expect(hostsOf([])).toEqual([])
    expect(hostsOf([], { INTERLUDE_HOSTS: '' })).toEqual([])
    expect(hostsOf([], { INTERLUDE_HOSTS: 'chat.example.org, bots.example.org:8443,' })).toEqual([
      'chat.example.org',
      'bots.example.org:8443',
    ])
    expect(hostsOf(['--hosts', 'a.example'], { INTERLUDE_HOSTS: 'b.example' })).toEqual(['a.example'])
  })

  it.each(['https://chat.example.org', 'chat.example.org/path', '*', 'a b', 'a.example:x'])(
    'refuse a malformed host: %s',
    hosts => {
      expect(() => readOptions(['--hosts', hosts], {})).toThrow(/must be host names such as chat\.example\.org/)
    },
  )

  it("warn in the help that the embedded DynamoDB is only for a machine of one's own", () => {
    expect(HELP.replace(/\s+/g, ' ')).toMatch(/Use dynamodb only on a machine without other users.*checks no signature/)
  })
})
