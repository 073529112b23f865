import { createHash } from 'node:crypto'
import { inParallel } from '../../lib/effects/parallel.ts'
import { isHashed } from '../../lib/web/files.ts'
import type { Bucket } from './bucket.ts'
import type { PageFile } from './deployed.ts'

export interface Uploaded {
  /** The keys of the uploaded files. */
  readonly put: readonly string[]
  readonly deleted: readonly string[]
  /** Paths with changed content, of which caches may have the old one. */
  readonly changed: readonly string[]
}

/**
 * How many deployments to keep, so that a tab opened before the last ones still finds the parts that it loads later.
 */
export const KEPT_DEPLOYS = 5
/** Lists the hashed files of each kept deployment, the newest first. No path of the pages leads to it. */
export const HISTORY_KEY = 'deploys.json'
const AT_ONCE = 8

/**
 * Uploads the files of the pages: first missing hashed files, then the others, and each `index.html` last, so that no
 * page names a missing file. Deletes files that no kept deployment names. Rejects, and deletes nothing, if an upload
 * fails.
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
  // An unreadable history may have named any of them, so delete nothing.
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

/** Adds a deployment to the history. Deploying the same files again is not a new deployment. */
function remembered(names: readonly string[], history: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const others = history.filter(each => each.join() !== names.join())
  return [names, ...others].slice(0, KEPT_DEPLOYS)
}

/** Reads the history. Resolves with undefined if it is unreadable. */
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
