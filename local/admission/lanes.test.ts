import { UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { USER_TOKEN_ISSUER_PREFIX } from '../../lib/auth/users.ts'
import { ServerFrame } from '../../lib/protocol/frames.ts'
import { Problem } from '../../lib/protocol/problem.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import type { Lane } from './admission.ts'
import { laneOfRequest, laneOfRoute, overloadedFrame, overloadedProblem, readFrame, visitorOf } from './lanes.ts'

const tokenOf = (issuer: string, subject = 'u1') => new UnsecuredJWT({}).setIssuer(issuer).setSubject(subject).encode()
const user = `${USER_TOKEN_ISSUER_PREFIX}demo`
const agent = 'https://issuer.example'

const handshake = (...lines: string[]) =>
  visitorOf({ rawHeaders: ['Host', 'x', ...lines.flatMap(line => ['Sec-WebSocket-Protocol', line])] })

describe('lanes', () => {
  it("limit as `users` only the routes that bring in users' input", () => {
    const users = (Object.keys(routes) as RouteName[]).filter(name => laneOfRoute(routes[name]) === 'users')
    const known: RouteName[] = [
      ...(['publicBot', 'readAddressedLog', 'readLog', 'receive', 'receiveAddressed', 'userToken'] as const),
      ...(['receiveFromChannel', 'verifyChannel'] as const),
      ...(['rate', 'rateAddressed', 'rateSession'] as const),
      ...(['place', 'placeAddressed', 'placeOfSession'] as const),
    ]
    expect(new Set(users)).toEqual(new Set(known))
  })

  it('never give a request of a user a place of people', () => {
    const lane = (route: Lane, authorization?: string) =>
      laneOfRequest(route, { headers: authorization === undefined ? {} : { authorization } })
    for (const scheme of ['Bearer', 'bearer', 'BEARER ']) {
      expect(lane('people', `${scheme} ${tokenOf(user)}`)).toBe('pauses')
      expect(lane('people', `${scheme} ${tokenOf(agent)}`)).toBe('people')
    }
    expect(lane('people', 'Bearer ilk_1234_secret')).toBe('people')
    expect(lane('people')).toBe('people')
    for (const authorization of [undefined, `Bearer ${tokenOf(user)}`, `Bearer ${tokenOf(agent)}`])
      expect(lane('users', authorization)).toBe('users')
  })

  it("distinguish a user's socket from an agent's by the token", () => {
    expect(handshake(`interlude.v1, auth.${tokenOf(user, 'u7')}`)).toEqual({ lane: 'users', user: `${user} u7` })
    expect(handshake(`interlude.v1, auth.${tokenOf(agent)}`)).toEqual({ lane: 'people' })
    expect(handshake()).toEqual({ lane: 'users' })
    expect(handshake('auth.nonsense')).toEqual({ lane: 'users' })
    expect(handshake('interlude.v1')).toEqual({ lane: 'users' })
  })

  it('do not classify a handshake with several tokens, since the function might read another one', () => {
    const [anAgents, aUsers] = [`auth.${tokenOf(agent)}`, `auth.${tokenOf(user)}`]
    expect(handshake(`interlude.v1, ${anAgents}, ${aUsers}`)).toBeUndefined()
    expect(handshake(`interlude.v1, ${anAgents}`, `interlude.v1, ${aUsers}`)).toBeUndefined()
    const rawHeaders = ['sec-websocket-protocol', anAgents, 'SEC-WEBSOCKET-PROTOCOL', aUsers]
    expect(visitorOf({ rawHeaders })).toBeUndefined()
  })

  it("treat a frame as a user's message unless it is surely something else, however it is spelled", () => {
    const floods = [
      '{"type":"message","id":"1"}',
      '{ "type" : "message" }',
      '{"type":"m\\u0065ssage","id":"1"}',
      '{"\\u0074ype":"message"}',
      '{"type":"ping","id":"1","type":"message"}',
      '{"type":"message\\u0000"}',
      '{"type":"note"}',
      '{"type":"PING"}',
      '{"type":["ping"]}',
      '{"type":"toString"}',
      '{"__proto__":{"type":"ping"}}',
      '{"message":{"type":"ping"}}',
      '[{"type":"ping"}]',
      '"ping"',
      'null',
      '{}',
      '',
      'not JSON',
      '{"type":"ping"',
      '{"type":"ping"} {"type":"message"}',
      '\u00a0{"type":"ping"}',
    ]
    for (const body of floods) expect([body, readFrame('users', body).lane]).toEqual([body, 'users'])
  })

  it("give users' pauses and cheap frames lanes of their own", () => {
    const frame = (type: string) => JSON.stringify({ id: '1', type, session: 's', reason: '"type":"message"' })
    const lanes = (types: readonly string[]) => new Set(types.map(type => readFrame('users', frame(type)).lane))
    expect(lanes(['pause', 'unpause'])).toEqual(new Set(['pauses']))
    expect(lanes(['ping', 'hello', 'watch', 'unwatch', 'auth', 'typing', 'subscribe', 'unsubscribe'])).toEqual(
      new Set(['signals']),
    )
    expect(readFrame('users', '{"type":"m\\u0065ssage","type":"p\\u0069ng"}').lane).toBe('signals')
    for (const body of [frame('message'), 'not JSON']) expect(readFrame('people', body).lane).toBe('people')
  })

  it('refuse with a valid problem document and a valid error frame', () => {
    expect(Problem.parse(JSON.parse(overloadedProblem))).toMatchObject({ status: 503, code: 'service.overloaded' })
    expect(ServerFrame.parse(overloadedFrame(readFrame('users', '{"id":"m1"}'), 2))).toMatchObject({
      type: 'error',
      replyTo: 'm1',
      code: 'service.overloaded',
      retryAfterSeconds: 2,
    })
    for (const body of ['not JSON', 'null', '{"id":7}', `{"id":"${'x'.repeat(129)}"}`])
      expect(overloadedFrame(readFrame('users', body), 1)).not.toHaveProperty('replyTo')
  })
})
