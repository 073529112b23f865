import { chmod, mkdir, readdir, stat } from 'node:fs/promises'

/** Files by which a folder is known to be Interlude's own. */
const OURS = ['secrets.json', 'issuer-key.json', 'dev.json', 'interlude.db', 'dynamodb']

/**
 * Makes the data folder, or closes one that is there to everybody but its owner: it holds secrets and what people wrote. Throws where
 * the folder belongs to another user, and where it is open and holds other things than Interlude's: closing it would take those
 * from others. `uid`: the user that this process runs as.
 */
export async function prepareDataFolder(path: string, uid: number | undefined = process.getuid?.()): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  // Windows has no such modes.
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
        'Choose another folder with --data, or close this one with chmod 700',
    )
  await chmod(path, 0o700)
}
