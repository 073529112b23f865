import { readFile } from 'node:fs/promises'

/** The ends of a connection, as the server's socket has them. */
export interface Ends {
  readonly remotePort?: number | undefined
  readonly localPort?: number | undefined
}

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6']
const ROOT = 0

/**
 * Whether another user of this machine opened a connection to it. Linux tells; elsewhere, and where its tables cannot be read, nobody is
 * taken for another. Root may read this process' files anyway. A proxy that runs as a user of its own is another user, too.
 */
export async function isOfAnotherUser(ends: Ends, uid: number | undefined = process.getuid?.()): Promise<boolean> {
  if (uid === undefined) return false
  const texts = await Promise.all(TABLES.map(table => readFile(table, 'latin1').catch(() => '')))
  return ownersOf(texts.join('\n'), ends).some(owner => owner !== uid && owner !== ROOT)
}

/** The users of the sockets at the other end of a connection, by the kernel's table of TCP sockets. */
export function ownersOf(table: string, { remotePort, localPort }: Ends): readonly number[] {
  if (remotePort === undefined || localPort === undefined) return []
  return table.split('\n').flatMap(line => {
    const [, local, remote, , , , , owner] = line.trim().split(/\s+/)
    return portOf(local) === remotePort && portOf(remote) === localPort ? [Number(owner)] : []
  })
}

/** The port of `0100007F:A157`. */
const portOf = (address: string | undefined): number => Number.parseInt(address?.split(':')[1] ?? '', 16)
