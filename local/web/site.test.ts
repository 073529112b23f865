import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { headersOf, PAGES } from '../../lib/web/pages.ts'
import { everybody } from '../admission/admission.ts'
import { raw } from '../gateway/test-gateway.ts'
import type { Built } from './build.ts'
import { aFolder, aSite, type OpenSite, STAMPED } from './test-site.ts'

const SCRIPT = `console.log(${JSON.stringify('words '.repeat(500))})`
const ENTRY = '/console/assets/index-1.js'
const FILES = {
  ...STAMPED,
  'console/index.html': '<!doctype html><title>console</title>',
  'console/assets/index-1.js': SCRIPT,
  'console/assets/index-1.js.br': brotliCompressSync(SCRIPT),
  'console/assets/index-1.js.gz': gzipSync(SCRIPT),
  'console/icon.svg': '<svg/>',
  'console/.env': 'secret',
  'console/assets/.hidden.js': 'secret',
  'console/notes.unknown': 'secret',
  'widget/index.html': '<!doctype html><title>widget</title>',
  'widget.js': 'loader',
  'demo/index.html': '<!doctype html><title>demo</title>',
}

let folder: Awaited<ReturnType<typeof aFolder>>
let on: OpenSite
beforeEach(async () => {
  folder = await aFolder(FILES)
})
afterEach(async () => {
  await on.close()
  await folder.remove()
})

const given = async (options: Parameters<typeof aSite>[1] = {}) => {
  on = await aSite(folder.path, options)
  // The files are read when the site opens.
  while ((await on.get('/widget.js')).status === 503 && options.built === undefined);
}

describe('a path', () => {
  it.each([
    ['/', 302, '/console/'],
    ['/console', 302, '/console/'],
    ['/console?bot=demo&session=ses_1', 302, '/console/?bot=demo&session=ses_1'],
    ['/widget?bot=demo', 302, '/widget/?bot=demo'],
    ['/demo', 302, '/demo/'],
  ])('%s redirects, with its query', async (path, status, location) => {
    await given()
    const answer = await on.get(path)
    expect([answer.status, answer.headers.get('location')]).toEqual([status, location])
  })

  it.each([
    ['/console/', 'console'],
    ['/console/demo/waiting/ses_1', 'console'],
    ['/console/my.bot', 'console'],
    ['/console/callback?code=1&state=2', 'console'],
    ['/console/%E2%82%AC', 'console'],
    ['/widget/?bot=demo', 'widget'],
    ['/demo/', 'demo'],
  ])('%s serves a page of the application', async (path, title) => {
    await given()
    const answer = await on.get(path)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await answer.text()).toContain(`<title>${title}</title>`)
  })

  it.each([
    ['/widget.js', 'text/javascript; charset=utf-8', 'public, max-age=300'],
    [ENTRY, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/console/icon.svg', 'image/svg+xml', 'no-cache'],
    ['/console/', 'text/html; charset=utf-8', 'no-cache'],
    ['/console/config.json', 'application/json; charset=utf-8', 'no-cache'],
  ])('%s has its content type and its cache lifetime', async (path, type, cacheControl) => {
    await given()
    const { headers } = await on.get(path)
    expect([headers.get('content-type'), headers.get('cache-control')]).toEqual([type, cacheControl])
  })

  it.each(['/console/assets/index-2.js', '/console/missing.png', '/widget/other.css', '/demo/x.js'])(
    '%s answers 404 instead of a page',
    async path => {
      await given()
      const answer = await on.get(path)
      expect([answer.status, await answer.text()]).toEqual([404, 'Interlude has no such page.\n'])
      expect(answer.headers.get('cache-control')).toBe('no-store')
    },
  )

  it.each(['/widget/other', '/demo/other', '/consoles', '/sources.json', '/console.html', '/widget.js/'])(
    '%s is left to the routes beside the pages',
    async path => {
      await given()
      expect(await (await on.get(path)).json()).toEqual({ message: 'Not Found' })
    },
  )

  it('accepts GET and HEAD alone', async () => {
    await given()
    for (const path of ['/console/', '/widget.js', '/']) {
      const answer = await on.get(path, {}, 'POST')
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
  })
})

describe('a malicious path', () => {
  it.each([
    '/console/../../package.json',
    '/console/assets/../../sources.json',
    '/console/assets/..%2f..%2fsources.json',
    '/console/assets/%2e%2e/%2e%2e/sources.json',
    '/console/assets/..\\..\\sources.json',
    '/console/assets//etc/passwd',
    '/console/assets/index-1.js%00.html',
    '/console/.env',
    '/console/assets/.hidden.js',
    '/console/notes.unknown',
    '/console/assets/index-1.js.br',
    '/widget/../console/.env',
    '/../sources.json',
    '//sources.json',
  ])('reaches no file outside the pages: %s', async path => {
    await given()
    const answer = await raw(on.gateway.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 (200 OK\r\n.*<title>console<|4\d\d )/s)
    expect(answer).not.toMatch(/secret|digest|root:/)
  })

  it('injects no header with its query', async () => {
    await given()
    const answer = await raw(
      on.gateway.port,
      'GET /console?a=%0d%0aset-cookie:x=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    )
    expect(answer).toContain('location: /console/?a=%0d%0aset-cookie:x=1\r\n')
    expect(answer).not.toMatch(/^set-cookie/m)
  })
})

describe('an answer', () => {
  it.each(PAGES)('of the %s has the headers of its page, also for 404 and 304', async page => {
    await given()
    const path = page === 'loader' ? '/widget.js' : `/${page}/`
    const wanted = headersOf(page, { socket: `ws://127.0.0.1:${on.gateway.port}`, signIn: [] })
    const first = await on.get(path)
    const etag = first.headers.get('etag') ?? ''
    const missing = page === 'loader' ? [] : [await on.get(`${path}assets/none.js`)]
    for (const { headers } of [first, await on.get(path, { 'if-none-match': etag }), ...missing])
      expect(Object.fromEntries(headers)).toMatchObject(wanted)
    expect(Object.values(wanted).join(' ')).not.toMatch(/unsafe|undefined/)
  })

  it('is 304 for a client that has it already', async () => {
    await given()
    const { headers } = await on.get(ENTRY)
    const etag = headers.get('etag')!
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await on.get(ENTRY, { 'if-none-match': known })
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    }
    expect((await on.get(ENTRY, { 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('to HEAD has the same headers and no body', async () => {
    await given()
    const [get, head] = [await on.get(ENTRY), await on.get(ENTRY, {}, 'HEAD')]
    const told = ({ headers }: Response) =>
      Object.fromEntries([...headers].filter(([name]) => !/^(date|connection|keep-alive)$/.test(name)))
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(told(head)).toEqual(told(get))
  })

  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate', 'gzip'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['identity', undefined],
    ['', undefined],
  ])('is compressed as the client accepts: %s', async (accepted, coding) => {
    await given()
    const request = `GET ${ENTRY} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: ${accepted}\r\nConnection: close\r\n\r\n`
    const [head = '', body = ''] = (await raw(on.gateway.port, request)).split(/\r\n\r\n(.*)/s)
    expect(/content-encoding: (\w+)/.exec(head)?.[1]).toBe(coding)
    expect(head).toContain('vary: accept-encoding')
    expect(head).toContain(`content-length: ${body.length}`)
    if (coding === 'br') expect(brotliDecompressSync(Buffer.from(body, 'latin1')).toString()).toBe(SCRIPT)
    if (coding === undefined) expect(body).toBe(SCRIPT)
  })

  it('has a different ETag for each coding', async () => {
    await given()
    const etags = await Promise.all(
      ['br', 'gzip', 'identity'].map(async coding =>
        (await on.get(ENTRY, { 'accept-encoding': coding })).headers.get('etag'),
      ),
    )
    expect(new Set(etags).size).toBe(3)
  })

  it('comes even if every lane is full', async () => {
    await given({ admission: { ...everybody, enter: () => false, hasRoom: () => false } })
    expect((await on.get('/console/')).status).toBe(200)
  })
})

describe('the configuration of the pages', () => {
  const config = async (path: string, headers: string) => {
    const request = `GET ${path} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`
    const answer = await raw(on.gateway.port, request)
    const [, policy] = /connect-src 'self' ([^;]+);/.exec(answer) ?? []
    return { ...JSON.parse(answer.split('\r\n\r\n')[1] ?? ''), policy }
  }

  it('names what the console needs to sign in, and a socket that the policy allows', async () => {
    await given()
    const { port, url } = on.gateway
    expect(await config('/console/config.json', `Host: 127.0.0.1:${port}\r\n`)).toEqual({
      issuer: `${url}/_issuer`,
      clientId: 'a-client',
      scope: 'openid',
      socketUrl: `ws://127.0.0.1:${port}/ws`,
      apiUrl: '',
      policy: `ws://127.0.0.1:${port}`,
    })
    expect(await config('/widget/config.json', `Host: 127.0.0.1:${port}\r\n`)).toEqual({
      socketUrl: `ws://127.0.0.1:${port}/ws`,
      apiUrl: '',
      policy: `ws://127.0.0.1:${port}`,
    })
  })

  it.each([
    ['Host: chat.example.org\r\n', 'wss://chat.example.org'],
    ['Host: chat.example.org:8443\r\nX-Forwarded-Proto: https\r\n', 'wss://chat.example.org:8443'],
    ['Host: chat.example.org\r\nX-Forwarded-Proto: http\r\n', 'ws://chat.example.org'],
    ['Host: localhost:3000\r\nX-Forwarded-Proto: https, http\r\n', 'wss://localhost:3000'],
    ["Host: a;script-src 'unsafe-inline'\r\n", 'ws://localhost'],
  ])('names the socket as the browser reaches it: %j', async (headers, origin) => {
    await given()
    expect(await config('/widget/config.json', headers)).toMatchObject({ socketUrl: `${origin}/ws`, policy: origin })
  })
})

describe('the console under another name of this machine', () => {
  it('redirects to the one address at which agents sign in', async () => {
    await given()
    const { port, url } = on.gateway
    const answer = await fetch(`http://localhost:${port}/console/demo/all?x=1`, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${url}/console/demo/all?x=1`])
    expect((await fetch(`http://localhost:${port}/widget/`)).status).toBe(200)
  })

  it('is not redirected behind a proxy', async () => {
    await given()
    const proxied =
      'GET /console/ HTTP/1.1\r\nHost: chat.example.org\r\nX-Forwarded-For: 192.0.2.1\r\nConnection: close\r\n\r\n'
    expect(await raw(on.gateway.port, proxied)).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('pages that are not built', () => {
  it('answer 503 and refresh while they are being built, and are served after that', async () => {
    const built = Promise.withResolvers<Built>()
    await given({ built: built.promise })
    const early = await on.get('/console/demo/all')
    expect([early.status, early.headers.get('refresh'), early.headers.get('retry-after')]).toEqual([503, '1', '1'])
    expect(await early.text()).toBe('Interlude is building its pages. This takes a few seconds.\n')
    expect((await on.get('/console/config.json')).status).toBe(200)

    built.resolve({ status: 'built', tookMs: 1 })
    while ((await on.get('/console/')).status === 503);
    expect((await on.get('/console/')).status).toBe(200)
  })

  it.each<[string, Promise<Built>, boolean]>([
    ['the build failed', Promise.resolve({ status: 'failed', output: 'a reason' }), true],
    ['there is no build', Promise.resolve({ status: 'fresh' }), false],
  ])('say in plain words that %s', async (_, built, hasFolder) => {
    if (!hasFolder) await folder.remove()
    await given({ built })
    let answer = await on.get('/console/')
    while (answer.headers.has('refresh')) answer = await on.get('/console/')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8'])
    expect(await answer.text()).toMatch(/^Interlude could not build its pages\..*The API works all the same\.\n$/)
  })

  it('are replaced by a later build', async () => {
    await given()
    await folder.put({ 'console/index.html': '<title>newer</title>', ...STAMPED })
    let text = ''
    while (!text.includes('newer')) text = await (await on.get('/console/')).text()
    expect(text).toBe('<title>newer</title>')
  })
})
