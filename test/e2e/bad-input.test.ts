import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { defined } from '../../lib/defined.ts'
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL } from '../../lib/protocol/frames.ts'
import { type ErrorCode, Problem, STATUS_OF } from '../../lib/protocol/problem.ts'
import { openIssuer } from '../../local/issuer/issuer.ts'
import { ENGINES } from '../../local/options.ts'
import { httpDriver } from '../fuzz/drive.ts'
import { aCast, type BadRequest, badRequests, type Cast, everythingStored, type TokenName } from './bad-input.ts'
import { aDataFolder, type Interlude, startInterlude } from './process.ts'

describe.each(ENGINES)('bad input (%s)', engine => {
  let folder: Awaited<ReturnType<typeof aDataFolder>>
  let interlude: Interlude
  let cast: Cast
  let http: ReturnType<typeof httpDriver>

  beforeAll(async () => {
    folder = await aDataFolder()
    interlude = await startInterlude({ engine, data: folder.path })
    cast = await aCast(interlude, engine)
    http = httpDriver(interlude.dev.url, 8)
  })
  afterAll(async () => {
    http.close()
    await interlude.kill()
    await folder.remove()
  })

  const send = async (bad: BadRequest) => {
    const { method = 'GET', path, token, authorization, json, text } = bad
    const body = text ?? (json === undefined ? undefined : JSON.stringify(json))
    const bearer = authorization ?? (token && `Bearer ${cast.tokens[token]}`)
    const separator = path === '' ? '' : '/'
    return await http.send({
      credential: { name: '', role: 'anyone' },
      method,
      target: path.startsWith('/') ? path : `${new URL(cast.a.url).pathname}${separator}${path}`,
      headers: {
        ...(bearer && { authorization: bearer }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body,
    })
  }

  it('gets a problem that names the wrong fields over HTTP, and changes nothing', { timeout: 60_000 }, async () => {
    const before = await everythingStored(cast)
    const all = badRequests(cast, engine)
    for (const bad of all) {
      const { status, headers, text } = await send(bad)
      const type = headers['content-type']
      const body = JSON.parse(text)
      if (bad.code === 'gateway 404' || bad.code === 'gateway 400') {
        const answered = { what: bad.what, status, type, body }
        const wanted = bad.code === 'gateway 404' ? [404, 'Not Found'] : [400, 'Bad Request']
        expect(answered).toEqual({
          what: bad.what,
          status: wanted[0],
          type: 'application/json',
          body: { message: wanted[1] },
        })
        continue
      }
      const named = [...new Set((body.errors ?? []).map(({ path }: { path: string }) => path))].sort()
      expect({ what: bad.what, status, type, code: body.code, named, detail: body.detail }).toEqual({
        what: bad.what,
        status: STATUS_OF[bad.code],
        type: 'application/problem+json',
        code: bad.code,
        named: [...(bad.fields ?? [])].sort(),
        detail: expect.stringMatching(/\w+ \w+/),
      })
      expect(Problem.strict().safeParse(body).error).toBeUndefined()
      expect(text.length).toBeLessThan(8_000)
    }
    expect(await everythingStored(cast)).toEqual(before)
    console.info(`bad input (${engine}): ${all.length} requests`)
  })

  describe('at a socket', () => {
    const handshakes: [
      what: string,
      status: number,
      protocols: (tokens: Cast['tokens']) => string[],
      query?: string,
    ][] = [
      ['no protocol', 400, () => []],
      ['no token', 401, () => [SUBPROTOCOL]],
      ['an empty token', 401, () => [SUBPROTOCOL, TOKEN_SUBPROTOCOL]],
      ['another protocol', 400, tokens => ['interlude.v2', `${TOKEN_SUBPROTOCOL}${tokens.agent}`]],
      ['a malformed token', 401, () => [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}x`]],
      ...(
        [
          ['expired', 401],
          ['wrongIssuer', 401],
          ['wrongClient', 401],
          ['idToken', 401],
          ['otherSigner', 401],
          ['unsigned', 401],
          ['strangeIssuer', 401],
          ['expiredUser', 401],
          ['forgedUser', 401],
          ['key', 403],
          ['keyOfB', 401],
          ['noRole', 404],
          ['agentOfB', 404],
        ] as const satisfies (readonly [TokenName, number])[]
      ).map(([token, status]): [string, number, (tokens: Cast['tokens']) => string[]] => [
        `the token ${token}`,
        status,
        tokens => [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${tokens[token]}`],
      ]),
      ['an agent without a bot', 400, tokens => [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${tokens.agent}`], ''],
      ['an agent of a bad botId', 400, tokens => [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${tokens.agent}`], '?bot=a%20b'],
      ['an admin of an unknown bot', 404, tokens => [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${tokens.admin}`], '?bot=nobot'],
    ]
    it.each(handshakes)('a handshake with %s is refused with %i', async (_what, status, protocols, query) => {
      const url = `${interlude.dev.socketUrl}${query ?? `?bot=${cast.a.botId}`}`
      expect(await refusalOf(url, protocols(cast.tokens))).toBe(status)
    })

    it('gets an error with the id of the frame and the wrong fields, and changes nothing', async () => {
      const before = await everythingStored(cast)
      const ends = [
        { socket: await open('agent'), frames: framesOfAgents(cast) },
        { socket: await open('user'), frames: framesOfUsers(cast) },
      ]
      for (const { socket, frames } of ends) {
        for (const { what, sent, code, fields = [] } of frames) {
          const text = typeof sent === 'string' ? sent : JSON.stringify(sent)
          const id = typeof sent === 'string' || typeof sent.id !== 'string' ? undefined : sent.id
          const { detail, errors = [], holder, agent: _agent, ...answer } = await socket.ask(text)
          const named = [...new Set((errors as { path: string }[]).map(({ path }) => path))].sort()
          expect({ what, ...answer, named }).toEqual({
            what,
            type: 'error',
            ...defined({ replyTo: id }),
            code,
            named: [...fields].sort(),
          })
          expect(detail).toMatch(/\w+ \w+/)
          expect(holder !== undefined).toBe(`${code}`.startsWith('handoff.'))
        }
        socket.close()
      }
      expect(await everythingStored(cast)).toEqual(before)
    })

    it("gets nothing about another bot's conversation from hello, ping and unwatch", async () => {
      const socket = await open('agent')
      const cursors = { [cast.sessions.ofB]: 0 }
      const welcome = await socket.ask(JSON.stringify({ type: 'hello', id: 'h', cursors }))
      expect(welcome).toMatchObject({ type: 'welcome' })
      expect(await socket.next()).toEqual({ type: 'ok', replyTo: 'h', result: { unknown: [cast.sessions.ofB] } })
      expect(await socket.ask(JSON.stringify({ type: 'ping', id: 'p', cursors }))).toMatchObject({ type: 'pong' })
      expect(await socket.ask(JSON.stringify({ type: 'unwatch', id: 'u', session: cast.sessions.ofB }))).toMatchObject({
        type: 'ok',
      })
      socket.close()
    })

    it.each([
      [
        'a frame over 32 KB',
        1009,
        (socket: Socket) => socket.send(JSON.stringify({ type: 'hello', id: 'x'.repeat(33_000) })),
      ],
      ['a binary frame', 1003, (socket: Socket) => socket.send(Buffer.from('{"type":"hello"}'))],
    ])('%s closes the socket with %i', async (_what, code, act) => {
      const socket = await open('agent')
      act(socket)
      expect(await socket.closed).toBe(code)
    })

    it('gets auth.expired after the token expired, until a new token arrives', async () => {
      const issuer = await openIssuer({
        keyFile: join(folder.path, 'issuer-key.json'),
        issuerUrl: `${interlude.dev.url}/_issuer`,
      })
      const before = await everythingStored(cast)
      // Token times are whole seconds, so a token of one second may expire at once.
      const lifetimeSeconds = 3
      const short = await issuer.mint({ sub: 'ana', groups: [`${cast.a.botId}:agent`], lifetimeSeconds })
      const socket = await open(short)
      await sleep(lifetimeSeconds * 1000 + 1000)
      const session = cast.sessions.carla
      for (const frame of [
        { type: 'hello', id: '1' },
        { type: 'ping', id: '2' },
        { type: 'message', id: '3', session, message: { text: 'x' } },
        { type: 'pause', id: '4', session },
        { type: 'note', id: '5', session, text: 'x' },
        { type: 'subscribe', id: '6', to: 'live' },
      ]) {
        const answer = await socket.ask(JSON.stringify(frame))
        expect(answer).toMatchObject({ type: 'error', replyTo: frame.id, code: 'auth.expired' })
      }
      const again = await socket.ask(JSON.stringify({ type: 'auth', id: '7', token: short }))
      expect(again).toMatchObject({ type: 'error', replyTo: '7', code: 'auth.expired' })
      const other = await socket.ask(JSON.stringify({ type: 'auth', id: '8', token: cast.tokens.admin }))
      expect(other).toMatchObject({ type: 'error', replyTo: '8', code: 'auth.forbidden' })
      const fresh = await socket.ask(JSON.stringify({ type: 'auth', id: '9', token: cast.tokens.agent }))
      expect(fresh).toMatchObject({ type: 'ok', replyTo: '9', result: { expiresAt: expect.any(String) } })
      expect(await socket.ask(JSON.stringify({ type: 'ping', id: '10' }))).toMatchObject({
        type: 'pong',
        replyTo: '10',
      })
      socket.close()
      expect(await everythingStored(cast)).toEqual(before)
    })

    const open = async (token: TokenName | (string & {})) => {
      const known = (cast.tokens as Readonly<Record<string, string>>)[token] ?? token
      return await Socket.open(`${interlude.dev.socketUrl}?bot=${cast.a.botId}`, known)
    }
  })

  it('logs no error', () => {
    expect(interlude.output().match(/.*"level":"error".*/g)).toBeNull()
  })
})

interface BadFrame {
  readonly what: string
  readonly sent: string | Record<string, unknown>
  readonly code: ErrorCode
  readonly fields?: readonly string[]
}

function framesOfAgents({ sessions, tokens }: Cast): BadFrame[] {
  const session = sessions.carla
  const invalid = (what: string, sent: BadFrame['sent'], ...fields: string[]): BadFrame => ({
    what,
    sent,
    code: 'request.invalid',
    fields,
  })
  const foreign = (sent: Record<string, unknown>): BadFrame => ({
    what: `${sent.type} of another bot's conversation`,
    sent: { id: 'f', session: sessions.ofB, ...sent },
    code: 'session.not_found',
  })
  const auth = (token: TokenName, code: ErrorCode): BadFrame => ({
    what: `auth with ${token}`,
    sent: { type: 'auth', id: 'a', token: tokens[token] },
    code,
  })
  const many = Object.fromEntries(
    Array.from({ length: 51 }, (_, index) => [`ses_${String(index).padStart(22, '0')}`, 0]),
  )
  return [
    { what: 'no JSON', sent: '{"type":', code: 'request.not_json' },
    { what: 'nothing', sent: '', code: 'request.not_json' },
    invalid('a number', '5', ''),
    invalid('an array', '[]', ''),
    invalid('too deep a frame', '['.repeat(1000), ''),
    invalid('no type', { id: 'x' }, 'type'),
    invalid('an unknown type', { id: 'x', type: 'shout' }, 'type'),
    invalid('a missing field', { id: 'x', type: 'watch' }, 'session'),
    invalid('an unknown field', { id: 'x', type: 'subscribe', to: 'live', from: 1 }, 'from'),
    invalid('a bad choice', { id: 'x', type: 'subscribe', to: 'all' }, 'to'),
    invalid('a number for an id', { id: 5, type: 'unsubscribe' }, 'id'),
    invalid('a command without an id', { type: 'note', session, text: 'x' }, 'id'),
    invalid('an empty text', { id: 'x', type: 'note', session, text: '' }, 'text'),
    invalid('a message without content', { id: 'x', type: 'message', session, message: {} }, 'message.text'),
    invalid('a message of nothing', { id: 'x', type: 'message', session, message: null }, 'message'),
    invalid('an unknown field beside words', { id: 'x', type: 'message', session, message: 'hi', to: 1 }, 'to'),
    invalid('a condition that is none', { id: 'x', type: 'message', session, message: 'hi', ifHeld: 'no' }, 'ifHeld'),
    {
      what: 'words for a conversation that the agent does not have',
      sent: { id: 'x', type: 'message', session, message: { text: 'x' }, ifHeld: true },
      code: 'handoff.not_yours',
    },
    invalid('a session that is none', { id: 'x', type: 'watch', session: 'ses_1' }, 'session'),
    invalid('a negative cursor', { id: 'x', type: 'watch', session, cursor: -1 }, 'cursor'),
    invalid('too many cursors', { id: 'x', type: 'ping', cursors: many }, 'cursors'),
    invalid('a long reason', { id: 'x', type: 'pause', session, reason: 'x'.repeat(501) }, 'reason'),
    invalid('an outcome that is not theirs', { id: 'x', type: 'unpause', session, outcome: 'expired' }, 'outcome'),
    {
      what: 'a message that is too long',
      sent: { id: 'x', type: 'message', session, message: { text: 'x'.repeat(25_000) } },
      code: 'message.too_large',
    },
    foreign({ type: 'watch' }),
    foreign({ type: 'message', message: { text: 'x' } }),
    foreign({ type: 'pause' }),
    foreign({ type: 'unpause' }),
    foreign({ type: 'note', text: 'x' }),
    foreign({ type: 'typing' }),
    auth('agentOfB', 'bot.not_found'),
    auth('admin', 'auth.forbidden'),
    auth('user', 'auth.forbidden'),
    auth('userOfB', 'auth.invalid'),
    auth('key', 'auth.forbidden'),
    auth('expired', 'auth.expired'),
    auth('otherSigner', 'auth.invalid'),
  ]
}

function framesOfUsers({ sessions, tokens }: Cast): BadFrame[] {
  const foreign = (sent: Record<string, unknown>): BadFrame => ({
    what: `${sent.type} of another user's conversation`,
    sent: { id: 'f', session: sessions.otherUser, ...sent },
    code: 'session.not_found',
  })
  const forbidden = (sent: Record<string, unknown>): BadFrame => ({
    what: `${sent.type} of a user`,
    sent: { id: 'n', ...sent },
    code: 'auth.forbidden',
  })
  return [
    forbidden({ type: 'note', session: sessions.user, text: 'x' }),
    forbidden({ type: 'note', session: sessions.otherUser, text: 'x' }),
    forbidden({ type: 'subscribe', to: 'live' }),
    forbidden({ type: 'unsubscribe' }),
    foreign({ type: 'watch' }),
    foreign({ type: 'unwatch' }),
    foreign({ type: 'message', message: { text: 'x' } }),
    foreign({ type: 'pause' }),
    foreign({ type: 'unpause' }),
    foreign({ type: 'typing' }),
    { ...foreign({ type: 'ping' }), sent: { id: 'p', type: 'ping', cursors: { [sessions.otherUser]: 0 } } },
    forbidden({ type: 'auth', token: tokens.otherUser }),
    forbidden({ type: 'auth', token: tokens.agent }),
    { ...forbidden({ type: 'auth', token: tokens.forgedUser }), code: 'auth.invalid' },
  ]
}

/** Returns the status of a refused handshake, or 101 if the server accepted it. */
function refusalOf(url: string, protocols: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    // Written by hand, because the client refuses invalid subprotocols.
    const headers = protocols.length > 0 ? { 'sec-websocket-protocol': protocols.join(', ') } : {}
    const socket = new WebSocket(url, { headers })
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => {
      resolve(statusCode)
      socket.terminate()
    })
    socket.on('open', () => {
      resolve(101)
      socket.terminate()
    })
    socket.on('error', reject)
  })
}

/** A socket that sends invalid frames and reads the server's frames one by one. */
class Socket {
  readonly closed: Promise<number>
  private readonly socket: WebSocket
  private readonly frames: Record<string, unknown>[] = []
  private wake = () => {}

  private constructor(socket: WebSocket) {
    this.socket = socket
    this.closed = new Promise(resolve => {
      socket.once('close', resolve)
    })
    socket.on('error', () => {})
    socket.on('message', data => {
      this.frames.push(JSON.parse(String(data)))
      this.wake()
    })
  }

  static async open(url: string, token: string): Promise<Socket> {
    const socket = new WebSocket(url, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${token}`])
    const client = new Socket(socket)
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    return client
  }

  send(frame: string | Buffer): void {
    this.socket.send(frame)
  }

  /** Sends a frame and returns the server's next one. */
  async ask(frame: string): Promise<Record<string, unknown>> {
    this.send(frame)
    return await this.next()
  }

  async next(): Promise<Record<string, unknown>> {
    while (this.frames.length === 0) {
      await new Promise<void>(resolve => {
        this.wake = resolve
      })
    }
    return this.frames.shift()!
  }

  close(): void {
    this.socket.terminate()
  }
}
