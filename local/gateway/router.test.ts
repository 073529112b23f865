import { describe, expect, it } from 'vitest'
import { Router } from './router.ts'

const aRouter = (...routes: string[]) => {
  const router = new Router<string>()
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ')
    router.add(method, path, route)
  }
  return router
}

describe('the router', () => {
  it('prefers a literal to a parameter and a parameter to the rest, segment by segment', () => {
    const router = aRouter('GET /a/{x}/c', 'GET /a/b/{y}', 'GET /a/{rest+}', 'GET /a/b/c')

    expect(router.match('GET', '/a/b/c')?.target).toBe('GET /a/b/c')
    expect(router.match('GET', '/a/b/z')?.target).toBe('GET /a/b/{y}')
    expect(router.match('GET', '/a/z/c')).toMatchObject({ target: 'GET /a/{x}/c', parameters: { x: 'z' } })
    expect(router.match('GET', '/a/z/z/z')).toMatchObject({ target: 'GET /a/{rest+}', parameters: { rest: 'z/z/z' } })
  })

  it('falls back to a parameter if the literal path has no such method', () => {
    const router = aRouter('GET /s/isPaused', 'POST /s/{id}', 'ANY /t')

    expect(router.match('POST', '/s/isPaused')).toMatchObject({
      target: 'POST /s/{id}',
      parameters: { id: 'isPaused' },
    })
    expect(router.match('PATCH', '/t')?.target).toBe('ANY /t')
  })

  it('lets each route name its own parameters', () => {
    const router = aRouter('GET /bots/{botId}', 'GET /bots/{id}/keys/{keyId}')

    expect(router.match('GET', '/bots/b1')?.parameters).toEqual({ botId: 'b1' })
    expect(router.match('GET', '/bots/b1/keys/k1')?.parameters).toEqual({ id: 'b1', keyId: 'k1' })
  })

  it('matches no empty parameter, no extra slash, no other method and no inherited name', () => {
    const router = aRouter('GET /a/{x}', 'GET /')

    for (const path of ['/a', '/a/', '/a/b/', '//a/b', '/A/b']) expect(router.match('GET', path), path).toBeUndefined()
    expect(router.match('HEAD', '/a/b')).toBeUndefined()
    expect(router.match('constructor', '/a/b')).toBeUndefined()
    expect(router.match('GET', '/')).toEqual({ routeKey: 'GET /', target: 'GET /' })
  })

  it('refuses two routes for one path, and a rest parameter before the end', () => {
    expect(() => aRouter('GET /a/{x}', 'GET /a/{y}')).toThrow('two routes')
    expect(() => aRouter('GET /{x+}/a')).toThrow('last segment')
  })
})
