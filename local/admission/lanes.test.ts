import { UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { USER_TOKEN_ISSUER_PREFIX } from '../../lib/auth/users.ts'
import { ServerFrame } from '../../lib/protocol/frames.ts'
import { Problem } from '../../lib/protocol/problem.ts'
import { type RouteName, routes } from '../../lib/protocol/routes.ts'
import { laneOfFrame, laneOfHandshake, laneOfRoute, overloadedFrame, overloadedProblem } from './lanes.ts'

const handshake = (issuer: string) => {
  const token = new UnsecuredJWT({}).setIssuer(issuer).encode()
  return laneOfHandshake({ headers: { 'sec-websocket-protocol': `interlude.v1, auth.${token}` } })
}

describe('lanes', () => {
  it('holds up what users bring in, and nothing that people or bots decide by', () => {
    const users = (Object.keys(routes) as RouteName[]).filter(name => laneOfRoute(routes[name]) === 'users')
    expect(new Set(users)).toEqual(new Set(['readLog', 'receive', 'receiveAddressed', 'userToken']))
  })

  it("tells a user's socket from an agent's by its token", () => {
    expect(handshake(`${USER_TOKEN_ISSUER_PREFIX}demo`)).toBe('users')
    expect(handshake('https://issuer.example')).toBe('people')
    expect(laneOfHandshake({ headers: {} })).toBe('users')
    expect(laneOfHandshake({ headers: { 'sec-websocket-protocol': 'auth.nonsense' } })).toBe('users')
  })

  it("holds up users' messages alone", () => {
    const frame = (type: string) => JSON.stringify({ id: '1', type, session: 's', reason: '"type":"message"' })
    expect(laneOfFrame('users', frame('message'))).toBe('users')
    expect(laneOfFrame('users', '{ "type" : "message" }')).toBe('users')
    for (const type of ['pause', 'unpause', 'ping', 'hello']) expect(laneOfFrame('users', frame(type))).toBe('people')
    expect(laneOfFrame('people', frame('message'))).toBe('people')
  })

  it('answers what is turned away as the protocol has it', () => {
    expect(Problem.parse(JSON.parse(overloadedProblem))).toMatchObject({ status: 503, code: 'service.overloaded' })
    expect(ServerFrame.parse(overloadedFrame('{"id":"m1"}', 2))).toMatchObject({
      type: 'error',
      replyTo: 'm1',
      code: 'service.overloaded',
      retryAfterSeconds: 2,
    })
    for (const body of ['not JSON', 'null', '{"id":7}']) expect(overloadedFrame(body, 1)).not.toHaveProperty('replyTo')
  })
})
