import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { readBody } from '../gateway/body.ts'
import { consoleUris } from './console-uris.ts'
import { openIssuer } from './issuer.ts'
import { peopleOf } from './people.ts'
import { type SignIn, type SignInOptions, serveSignIn } from './sign-in.ts'

const MAX_BODY_BYTES = 64 * 1024

/** The key of the first issuer, for reuse: generating a key takes longer than everything else. */
let knownKey: string | undefined

/** An issuer on its own port, with its records in a folder. */
export interface TestIssuer {
  readonly url: string
  readonly origin: string
  readonly signIn: SignIn
  /** Closes the issuer and opens it again, like a restart of the process. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function anIssuer(folder: string, more: Pick<SignInOptions, 'isOfAnotherUser'> = {}): Promise<TestIssuer> {
  const server = createServer((req, res) => {
    const body = async () => {
      const read = await readBody(req, MAX_BODY_BYTES)
      return typeof read === 'string' ? Buffer.alloc(0) : read
    }
    void signIn.handler(req, res, body).then(isAnswered => isAnswered || res.writeHead(404).end())
  })
  const keyFile = join(folder, 'issuer-key.json')
  if (knownKey !== undefined) await writeFile(keyFile, knownKey)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  const origin = `http://127.0.0.1:${port}`
  const url = `${origin}/_issuer`
  const open = async () =>
    serveSignIn({
      issuer: await openIssuer({ keyFile, issuerUrl: url }),
      recordsFile: join(folder, 'sign-ins.db'),
      people: peopleOf('demo'),
      uris: consoleUris(port, ['chat.example.org']),
      ...more,
    })
  let signIn = await open()
  knownKey = await readFile(keyFile, 'utf8')
  return {
    url,
    origin,
    get signIn() {
      return signIn
    },
    async restart() {
      signIn.close()
      signIn = await open()
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      signIn.close()
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A browser for sign-in tests: keeps cookies, and follows redirects except those to the console. */
export class TestBrowser {
  readonly #cookies = new Map<string, { readonly value: string; readonly path: string }>()

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url)
    const cookie = [...this.#cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ')
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      const path = /; ?path=([^;]+)/i.exec(line)?.[1] ?? '/'
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, { value, path })
    }
    return response
  }

  /** Follows redirects. Returns the first page, or the address of the console once it is reached. */
  async visit(url: string, init: RequestInit = {}): Promise<Response | URL> {
    if (isConsole(url)) return new URL(url)
    const response = await this.fetch(url, init)
    const location = response.headers.get('location')
    if (location === null) return response
    const { headers } = init
    return await this.visit(new URL(location, url).href, headers === undefined ? {} : { headers })
  }

  /** Goes to the issuer, picks a person if asked, and returns to the console. */
  async signInAt(url: string, person: string): Promise<URL> {
    const page = await this.visit(url)
    if (page instanceof URL) return page
    const done = await this.visit(page.url, { method: 'POST', body: new URLSearchParams({ person }) })
    if (done instanceof URL) return done
    throw new Error(`the issuer did not lead back to the console: ${done.status} ${await done.text()}`)
  }

  /** Presses the button on the sign-out page. */
  async confirmSignOut(page: Response): Promise<URL> {
    const text = page.bodyUsed ? await (await this.fetch(page.url)).text() : await page.text()
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
    const action = /action="([^"]+)"/.exec(text)?.[1] ?? ''
    const done = await this.visit(action, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) })
    if (done instanceof URL) return done
    throw new Error(`the issuer did not lead back to the console: ${done.status}`)
  }
}

const isConsole = (url: string) => new URL(url).pathname.startsWith('/console')
