import { createServer } from 'node:http'

export interface HostPages {
  readonly url: string
  close(): Promise<void>
}

export interface HostPage {
  readonly body: string
  /** Attributes of the root element, such as `lang` and `dir`. */
  readonly root?: string
  readonly csp?: string
}

/** Serves pages of another site on an origin of its own, by path. */
export async function hostPages(pages: Readonly<Record<string, HostPage>>): Promise<HostPages> {
  const server = createServer((req, res) => {
    const page = pages[req.url ?? '']
    if (page === undefined) return void res.writeHead(404).end()
    res.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      ...(page.csp !== undefined && { 'content-security-policy': page.csp }),
    })
    res.end(`<!doctype html><html ${page.root ?? 'lang="en"'}><title>A shop</title><body>${page.body}</body></html>`)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the host page has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
