import { readFile, rename, writeFile } from 'node:fs/promises'

/** Up to where a stream was dealt with: of each shard, the sequence number of the last such record. */
export interface StreamPosition {
  readonly streamArn: string
  readonly shards: Readonly<Record<string, string>>
}

export interface PositionStore {
  read(): Promise<StreamPosition | undefined>
  write(position: StreamPosition): Promise<void>
}

/** A position in a file that holds, at any moment, all of it or all of the one before. */
export function positionFile(path: string): PositionStore {
  return {
    async read() {
      try {
        return parse(await readFile(path, 'utf8'))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async write(position) {
      await writeFile(`${path}.new`, JSON.stringify(position), { mode: 0o600 })
      await rename(`${path}.new`, path)
    },
  }
}

/** A position that is forgotten with the process. */
export function positionInMemory(): PositionStore {
  let position: StreamPosition | undefined
  return {
    read: async () => position,
    async write(next) {
      position = next
    },
  }
}

/** What cannot be read is no position: everything that the stream still has is given once more. */
function parse(text: string): StreamPosition | undefined {
  try {
    const { streamArn, shards } = JSON.parse(text) as Partial<StreamPosition>
    return typeof streamArn === 'string' && typeof shards === 'object' ? { streamArn, shards } : undefined
  } catch {
    return undefined
  }
}
