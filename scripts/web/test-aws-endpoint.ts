import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CloudFrontClient } from '@aws-sdk/client-cloudfront'
import { S3Client } from '@aws-sdk/client-s3'
import type { Clients } from './pages.ts'

export interface StoredObject {
  readonly content: Buffer
  readonly type: string | undefined
  readonly cacheControl: string | undefined
}

/** One bucket and CloudFront's invalidations, over HTTP, as the SDK's clients call them. */
export interface AwsEndpoint {
  readonly clients: Clients
  readonly objects: Map<string, StoredObject>
  /** The calls in their order: `PUT console/index.html`. */
  readonly calls: string[]
  /** The paths of each invalidation. */
  readonly invalidations: string[][]
  /** Keys whose upload is refused. */
  readonly refused: Set<string>
  close(): Promise<void>
}

/** Keys per page: few, so that a list has several pages. */
const LISTED_AT_ONCE = 3

export async function anAwsEndpoint(): Promise<AwsEndpoint> {
  const objects = new Map<string, StoredObject>()
  const calls: string[] = []
  const invalidations: string[][] = []
  const refused = new Set<string>()

  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost')
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    if (pathname.startsWith('/2020-05-31/distribution/')) {
      invalidations.push(tags(String(body), 'Path'))
      return res
        .writeHead(201, { 'content-type': 'text/xml' })
        .end('<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>')
    }
    const key = decodeURIComponent(pathname.split('/').slice(2).join('/'))
    if (req.method === 'POST' && searchParams.has('delete')) {
      for (const each of tags(String(body), 'Key')) {
        objects.delete(each)
        calls.push(`DELETE ${each}`)
      }
      return res.writeHead(200, { 'content-type': 'application/xml' }).end('<DeleteResult/>')
    }
    if (req.method === 'GET' && key === '') {
      const after = searchParams.get('continuation-token') ?? ''
      const keys = [...objects.keys()].sort().filter(each => each > after)
      const listed = keys.slice(0, LISTED_AT_ONCE)
      const contents = listed.map(
        each => `<Contents><Key>${each}</Key><ETag>&quot;${md5(objects.get(each)?.content)}&quot;</ETag></Contents>`,
      )
      const more = listed.length < keys.length ? `<NextContinuationToken>${listed.at(-1)}</NextContinuationToken>` : ''
      return res
        .writeHead(200, { 'content-type': 'application/xml' })
        .end(`<ListBucketResult>${contents.join('')}${more}</ListBucketResult>`)
    }
    if (req.method === 'GET') {
      const found = objects.get(key)
      if (found) return res.writeHead(200, { 'content-type': found.type ?? '' }).end(found.content)
      return refuse(res, 404, 'NoSuchKey')
    }
    if (refused.has(key)) return refuse(res, 403, 'AccessDenied')
    calls.push(`PUT ${key}`)
    objects.set(key, {
      content: body,
      type: req.headers['content-type'],
      cacheControl: req.headers['cache-control'],
    })
    return res.writeHead(200, { etag: `"${md5(body)}"` }).end()
  }

  const server = createServer((req, res) => {
    answer(req, res).catch((error: unknown) => res.writeHead(500).end(String(error)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const config = {
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    region: 'eu-central-1',
    maxAttempts: 1,
  }
  const clients = { s3: new S3Client({ ...config, forcePathStyle: true }), cloudFront: new CloudFrontClient(config) }
  return {
    clients,
    objects,
    calls,
    invalidations,
    refused,
    close: () =>
      new Promise(resolve => {
        clients.s3.destroy()
        clients.cloudFront.destroy()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const refuse = (res: ServerResponse, status: number, code: string) =>
  res.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`)

const tags = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) => text ?? '')

const md5 = (content: Buffer | undefined): string =>
  createHash('md5')
    .update(content ?? '')
    .digest('hex')
