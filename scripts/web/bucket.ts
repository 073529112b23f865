import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { PageFile } from './deployed.ts'

/** The bucket of the pages, with the operations that the upload needs. */
export interface Bucket {
  /** Lists the objects: the MD5 of each by key. S3 returns it as the etag of an object that was put in one part. */
  list(): Promise<ReadonlyMap<string, string>>
  put(file: Pick<PageFile, 'key' | 'content' | 'type' | 'cacheControl'>): Promise<void>
  /** Reads the text of an object. Resolves with undefined if there is none. */
  read(key: string): Promise<string | undefined>
  delete(keys: readonly string[]): Promise<void>
}

/** The limit of one call. */
const KEYS_AT_ONCE = 1_000

export function bucketOf(s3: S3Client, name: string): Bucket {
  const list = async () => {
    const found = new Map<string, string>()
    let ContinuationToken: string | undefined
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: name, ContinuationToken }))
      for (const { Key = '', ETag = '' } of page.Contents ?? []) found.set(Key, ETag.replaceAll('"', ''))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)
    return found
  }
  return {
    list,
    async put({ key, content, type, cacheControl }) {
      await s3.send(
        new PutObjectCommand({
          Bucket: name,
          Key: key,
          Body: content,
          ContentType: type,
          CacheControl: cacheControl,
        }),
      )
    },
    async read(key) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: name, Key: key }))
        return await Body?.transformToString()
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        throw error
      }
    },
    async delete(keys) {
      for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
        const Objects = keys.slice(at, at + KEYS_AT_ONCE).map(Key => ({ Key }))
        const { Errors = [] } = await s3.send(
          new DeleteObjectsCommand({ Bucket: name, Delete: { Objects, Quiet: true } }),
        )
        const [first] = Errors
        if (first) throw new Error(`cannot delete ${first.Key} in ${name}: ${first.Message ?? first.Code}`)
      }
    },
  }
}
