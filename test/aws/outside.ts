import { writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { testFolder } from '../../local/engines/test-folder.ts'
import { certificateFor } from './certificate.ts'

/**
 * The Internet as the functions of a test see it. Every name leads to one server, which passes requests to the servers
 * of the test. So the functions call platforms and bots as on AWS: by public names, over TLS, behind their own guard.
 */
export interface Outside {
  readonly port: number
  /** The file with the certificate that functions must trust. */
  readonly certificateFile: string
  /** Serves `https://<host>` by a server of the test. */
  serve(host: string, url: string): void
  /** The public URL of a server of the test. */
  publicUrl(url: string): string
  close(): Promise<void>
}

export async function openOutside(platforms: readonly string[]): Promise<Outside> {
  const folder = await testFolder()
  const certificate = certificateFor([...platforms, '*.example.org'])
  const certificateFile = join(folder.path, 'outside.pem')
  await writeFile(certificateFile, certificate.cert)
  const places = new Map<string, URL>()

  const server = createServer(certificate, (req, res) => {
    const place = req.socket instanceof TLSSocket && places.get(String(req.socket.servername))
    if (!place) return res.writeHead(502).end()
    const { method = 'GET', url: path = '/', headers } = req
    const passed = request(place, { method, path, headers: { ...headers, host: place.host } }, answer => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    })
    passed.on('error', () => req.socket.destroy())
    res.on('close', () => passed.destroy())
    req.pipe(passed)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()

  return {
    port: typeof address === 'object' && address ? address.port : 0,
    certificateFile,
    serve: (host, url) => void places.set(host, new URL(url)),
    publicUrl(url) {
      const { port, pathname } = new URL(url)
      const host = `server-${port}.example.org`
      places.set(host, new URL(url))
      return `https://${host}${pathname}`
    },
    async close() {
      await new Promise(resolve => {
        server.close(resolve)
        server.closeAllConnections()
      })
      await folder.remove()
    },
  }
}
