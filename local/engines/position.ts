import { readFile, rename, writeFile } from 'node:fs/promises'

/** The position up to which a stream was handled: the sequence number of each shard's last handled record. */
export interface StreamPosition {
  readonly streamArn: string
  readonly shards: Readonly<Record<string, string>>
}

export interface PositionStore {
  read(): Promise<StreamPosition | undefined>
  write(position: StreamPosition): Promise<void>
}

/** Keeps a position in a file, which it replaces atomically. */
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

/** Keeps a position in memory. */
export function positionInMemory(): PositionStore {
  let position: StreamPosition | undefined
  return {
    read: async () => position,
    async write(next) {
      position = next
    },
  }
}

/** Treats an unreadable position as absent: everything that the stream still has is then delivered again. */
function parse(text: string): StreamPosition | undefined {
  try {
    const { streamArn, shards } = JSON.parse(text) as Partial<StreamPosition>
    return typeof streamArn === 'string' && typeof shards === 'object' ? { streamArn, shards } : undefined
  } catch {
    return undefined
  }
}
