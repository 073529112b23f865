import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../local/options.ts'
import { call } from './client.ts'
import { aDataFolder, startInterlude } from './process.ts'

describe.each(ENGINES)('the data folder over %s', engine => {
  it('is closed to other users with all its files, even if it was open before', async () => {
    const folder = await aDataFolder()
    await chmod(folder.path, 0o755)
    const umask = process.umask()
    expect(umask & 0o077).not.toBe(0o077)
    const interlude = await startInterlude({ engine, data: folder.path })
    try {
      const url = `${interlude.dev.url}/api/v1/bots/demo/channel/api/user/u/messages`
      const { status } = await call(url, { method: 'POST', token: interlude.dev.botKey, json: { text: 'hello' } })
      expect(status).toBe(200)
      const modes = await modesBelow(folder.path)
      expect(Object.keys(modes).length).toBeGreaterThan(5)
      for (const [path, mode] of Object.entries(modes)) expect([path, mode & 0o077]).toEqual([path, 0])
    } finally {
      await interlude.kill()
      await folder.remove()
    }
  })
})

it('the runner refuses an open data folder with other files, and leaves it unchanged', async () => {
  const folder = await aDataFolder()
  await writeFile(join(folder.path, 'important.txt'), 'x')
  await chmod(folder.path, 0o755)
  try {
    await expect(startInterlude({ engine: 'sqlite', data: folder.path })).rejects.toThrow(/chmod 700/)
    expect(await readFile(join(folder.path, 'important.txt'), 'utf8')).toBe('x')
    expect((await stat(folder.path)).mode & 0o777).toBe(0o755)
  } finally {
    await folder.remove()
  }
})

async function modesBelow(path: string): Promise<Record<string, number>> {
  const modes: Record<string, number> = { [path]: (await stat(path)).mode }
  for (const each of await readdir(path, { withFileTypes: true })) {
    const below = join(path, each.name)
    // A file that is written via rename may be gone by now.
    if (each.isDirectory()) Object.assign(modes, await modesBelow(below))
    else await stat(below).then(({ mode }) => Object.assign(modes, { [below]: mode }), ignoreMissing)
  }
  return modes
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
