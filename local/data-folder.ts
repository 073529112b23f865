import { chmod, mkdir, readdir, stat } from 'node:fs/promises'

/** Names that identify a folder as Interlude's own. */
const OURS = ['secrets.json', 'issuer-key.json', 'dev.json', 'interlude.db', 'dynamodb']

/**
 * Creates the data folder, or restricts an existing one to its owner: it contains secrets and messages. Throws if the
 * folder belongs to another user, or if others may enter it and no file in it is Interlude's: restricting it would lock
 * them out of their own files. `uid`: the user that runs this process.
 */
export async function prepareDataFolder(path: string, uid: number | undefined = process.getuid?.()): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  // Windows has no file modes.
  if (uid === undefined) return
  const folder = await stat(path)
  if (!folder.isDirectory()) throw new Error(`the data folder ${path} is not a folder`)
  if (folder.uid !== uid && uid !== 0)
    throw new Error(
      `the data folder ${path} belongs to another user of this machine. Choose another folder with --data`,
    )
  if ((folder.mode & 0o077) === 0) return
  const names = await readdir(path)
  if (names.length > 0 && !names.some(name => OURS.includes(name)))
    throw new Error(
      `the data folder ${path} contains files that are not Interlude's, and other users of this machine may enter it. ` +
        'Choose another folder with --data, or restrict this one with chmod 700',
    )
  await chmod(path, 0o700)
}
