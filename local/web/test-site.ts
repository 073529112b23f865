import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Gateway, GatewayOptions } from '../gateway/gateway.ts'
import { aGateway, quietLog } from '../gateway/test-gateway.ts'
import type { Built } from './build.ts'
import { openSite } from './site.ts'
import { STAMP } from './sources.ts'

/** Files of a folder, keyed by name. */
export type Files = Readonly<Record<string, string | Buffer>>

/** Makes a folder in the system's temporary folder. */
export async function aFolder(files: Files = {}) {
  const path = await mkdtemp(join(tmpdir(), 'interlude-web-'))
  const put = async (more: Files) => {
    for (const [name, content] of Object.entries(more)) {
      await mkdir(dirname(join(path, name)), { recursive: true })
      await writeFile(join(path, name), content)
    }
  }
  await put(files)
  return { path, put, remove: () => rm(path, { recursive: true, force: true }) }
}

export const STAMPED: Files = { [STAMP]: '{"digest":"1"}' }

export interface OpenSite {
  readonly gateway: Gateway
  readonly get: (path: string, headers?: Readonly<Record<string, string>>, method?: string) => Promise<Response>
  readonly close: () => Promise<void>
}

/** A gateway that serves the pages of a folder. */
export async function aSite(
  folder: string,
  {
    built = Promise.resolve({ status: 'fresh' }),
    ...options
  }: { built?: Promise<Built> } & Partial<GatewayOptions> = {},
): Promise<OpenSite> {
  const url = Promise.withResolvers<string>()
  const site = openSite({
    built,
    folder,
    url: url.promise,
    socketPath: '/ws',
    signIn: url.promise.then(own => ({ issuer: `${own}/_issuer`, clientId: 'a-client', scope: 'openid' })),
    log: quietLog(),
  })
  const gateway = await aGateway({ extra: site, ...options })
  url.resolve(gateway.url)
  return {
    gateway,
    get: (path, headers = {}, method = 'GET') => fetch(gateway.url + path, { method, headers, redirect: 'manual' }),
    close: () => gateway.close(),
  }
}
