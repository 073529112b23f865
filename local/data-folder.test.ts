import { chmod, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareDataFolder } from './data-folder.ts'
import { testFolder } from './engines/test-folder.ts'

let folder: Awaited<ReturnType<typeof testFolder>>
beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

describe('the data folder', () => {
  it('is created for its user alone, parents included', async () => {
    const path = join(folder.path, 'a', 'b')
    await prepareDataFolder(path)
    expect([await modeOf(path), await modeOf(join(folder.path, 'a'))]).toEqual(['700', '700'])
  })

  it.each([
    ['empty', []],
    ["Interlude's", ['secrets.json', 'something']],
  ])('is closed to others if it was open and is %s', async (_, files) => {
    const path = join(folder.path, 'data')
    await mkdir(path)
    for (const name of files) await writeFile(join(path, name), '')
    await chmod(path, 0o755)
    await prepareDataFolder(path)
    expect(await modeOf(path)).toBe('700')
  })

  it('is refused if it is open and holds other files', async () => {
    await writeFile(join(folder.path, 'important.txt'), '')
    await chmod(folder.path, 0o755)
    await expect(prepareDataFolder(folder.path)).rejects.toThrow(/files that are not Interlude's.*chmod 700/)
    expect(await modeOf(folder.path)).toBe('755')
    await chmod(folder.path, 0o700)
    await prepareDataFolder(folder.path)
  })

  it('is refused if it belongs to another user, unless root runs Interlude', async () => {
    const { uid } = await stat(folder.path)
    await expect(prepareDataFolder(folder.path, uid + 1)).rejects.toThrow('belongs to another user')
    await prepareDataFolder(folder.path, 0)
  })

  it('is refused if it is a file', async () => {
    const path = join(folder.path, 'file')
    await writeFile(path, '')
    await expect(prepareDataFolder(path)).rejects.toThrow()
  })
})
