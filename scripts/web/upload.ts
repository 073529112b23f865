import { createHash } from 'node:crypto'
import { inParallel } from '../../lib/effects/parallel.ts'
import { isHashed } from '../../lib/web/files.ts'
import type { Bucket } from './bucket.ts'
import type { PageFile } from './deployed.ts'

export interface Uploaded {
  /** The keys that were put. */
  readonly put: readonly string[]
  readonly deleted: readonly string[]
  /** Paths whose content is other than before: caches may hold the old one. */
  readonly changed: readonly string[]
}

/** A tab that was opened before so many deployments still finds the parts that it loads later. */
export const KEPT_DEPLOYS = 5
/** Names the hashed files of each kept deployment, the newest first. No path of the pages leads to it. */
export const HISTORY_KEY = 'deploys.json'
const AT_ONCE = 8

/**
 * Brings the files of the pages into their bucket: hashed ones that are not there yet, then the others, and each `index.html` last, so that no page
 * names a file that is not there. Deletes what no kept deployment names. Rejects where a file cannot be put; nothing is deleted then.
 */
export async function uploadPages(bucket: Bucket, files: readonly PageFile[]): Promise<Uploaded> {
  const [before, history] = [await bucket.list(), await readHistory(bucket)]
  const hashed = files.filter(file => file.isHashed)
  const missing = hashed.filter(({ key }) => !before.has(key))
  const others = files.filter(file => !file.isHashed)
  const isPage = ({ key }: PageFile) => key.endsWith('.html')
  await putAll(bucket, missing)
  await putAll(
    bucket,
    others.filter(file => !isPage(file)),
  )
  await putAll(bucket, others.filter(isPage))

  const names = hashed.map(({ key }) => key).sort()
  const deploys = remembered(names, history ?? [])
  await bucket.put({
    key: HISTORY_KEY,
    content: Buffer.from(JSON.stringify(deploys)),
    type: 'application/json',
    cacheControl: 'no-store',
  })
  const kept = new Set([HISTORY_KEY, ...others.map(({ key }) => key), ...deploys.flat()])
  // A history that cannot be read may have named any of them.
  const deleted = history === undefined ? [] : [...before.keys()].filter(key => !kept.has(key))
  await bucket.delete(deleted)
  return {
    put: [...missing, ...others].map(({ key }) => key),
    deleted,
    changed: [
      ...others
        .filter(({ key, content }) => before.has(key) && before.get(key) !== md5(content))
        .map(({ key }) => `/${key}`),
      ...deleted.filter(key => !isHashed(`/${key}`)).map(key => `/${key}`),
    ],
  }
}

async function putAll(bucket: Bucket, files: readonly PageFile[]): Promise<void> {
  const [failure] = await inParallel(files, AT_ONCE, file => bucket.put(file))
  if (failure) throw new Error(`cannot upload ${failure.item.key}: ${String(failure.error)}`)
}

/** Deploying the same files again is no new deployment. */
function remembered(names: readonly string[], history: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const others = history.filter(each => each.join() !== names.join())
  return [names, ...others].slice(0, KEPT_DEPLOYS)
}

/** Nothing where there is a history that cannot be read. */
async function readHistory(bucket: Bucket): Promise<readonly (readonly string[])[] | undefined> {
  const text = await bucket.read(HISTORY_KEY)
  if (text === undefined) return []
  try {
    const history: unknown = JSON.parse(text)
    return Array.isArray(history) && history.every(isNames) ? history : undefined
  } catch {
    return undefined
  }
}

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(name => typeof name === 'string')

const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex')
