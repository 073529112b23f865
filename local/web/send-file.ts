import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Headers } from '../../lib/web/pages.ts'
import { type BuiltFile, CODINGS, type Coding } from './built-files.ts'

/** Sends a file in the smallest coding that the client accepts, or 304 if the client has it already. */
export function sendFile(req: IncomingMessage, res: ServerResponse, file: BuiltFile, headers: Headers): void {
  const coding = codingFor(file, String(req.headers['accept-encoding'] ?? ''))
  const body = (coding && file.compressed[coding]) ?? file.content
  const etag = coding === undefined ? `"${file.hash}"` : `"${file.hash}-${coding}"`
  const known = { ...headers, etag, 'cache-control': file.cacheControl, vary: 'accept-encoding' }
  if (isKnown(etag, req.headers['if-none-match'])) {
    res.writeHead(304, known).end()
    return
  }
  res.writeHead(200, {
    ...known,
    'content-type': file.type,
    'content-length': body.length,
    ...(coding !== undefined && { 'content-encoding': coding }),
  })
  res.end(body)
}

function codingFor({ compressed }: BuiltFile, accepted: string): Coding | undefined {
  const taken = new Set(accepted.split(',').flatMap(takenCoding))
  return (Object.keys(CODINGS) as Coding[]).find(coding => taken.has(coding) && compressed[coding] !== undefined)
}

/** Reads a coding from `Accept-Encoding`. `br;q=0` excludes `br`. */
function takenCoding(offer: string): readonly string[] {
  const [name = '', ...parameters] = offer.split(';').map(part => part.trim().toLowerCase())
  return parameters.some(parameter => /^q=0(\.0*)?$/.test(parameter)) ? [] : [name]
}

const isKnown = (etag: string, ifNoneMatch: string | undefined): boolean =>
  (ifNoneMatch ?? '').split(',').some(each => ['*', etag].includes(each.trim().replace(/^W\//, '')))
