import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it, vi } from 'vitest'
import { embeddedBinary, startEmbedded } from './embedded.ts'

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

it('startEmbedded starts engines side by side, and each closes on its own', async () => {
  const [one, two] = await Promise.all([startEmbedded(), startEmbedded()])
  expect(one.endpoint).not.toBe(two.endpoint)

  await one.close()

  expect(isAlive(one.pid)).toBe(false)
  expect((await fetch(two.endpoint)).status).toBeLessThan(500)
  await two.close()
  await two.close()
  expect(isAlive(two.pid)).toBe(false)
})

it('an embedded engine ends when its owner process is killed', async () => {
  const module = new URL('./embedded.ts', import.meta.url).href
  const program = `import { startEmbedded } from ${JSON.stringify(module)}; console.log((await startEmbedded()).pid)`
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string]
  const pid = Number(line)
  expect(isAlive(pid)).toBe(true)

  owner.kill('SIGKILL')

  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 5000, interval: 10 })
})

it("startEmbedded reports the engine's own error if it cannot start", async () => {
  await expect(startEmbedded({ file: '/dev/null/no-such-folder/file' })).rejects.toThrow(/engine ended: .+/)
})

it('embeddedBinary names the package and the setting if the package is missing', () => {
  const missing = () => {
    throw new Error('Cannot find module')
  }
  expect(() => embeddedBinary(missing)).toThrow(/@dynoxide\/linux-x64.*AWS_ENDPOINT_URL_DYNAMODB/)
})
