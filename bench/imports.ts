import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build, functionNames } from '../scripts/build.ts'
import { median } from './stats.ts'

/** How long each function's bundle takes to be read when a function starts: in fresh processes, beside an empty module. */
const ROUNDS = 15
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const EMPTY = 'data:text/javascript,'
const SCRIPT = `
  const from = performance.now()
  await import(process.argv[1])
  console.log(performance.now() - from)
`
/** What the template tells a function, with values that lead nowhere. */
const ENVIRONMENT = {
  TABLE_NAME: 'table',
  TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:topic',
  SOCKET_ENDPOINT: 'https://sockets.example.test/prod',
  OIDC_ISSUER: 'https://issuer.example.test',
  OIDC_CLIENT_ID: 'console',
  CONSOLE_URL: 'https://console.example.test',
  METRICS_NAMESPACE: 'Interlude/bench',
  AWS_REGION: 'eu-central-1',
}

await build()
const names = await functionNames()
const files = Object.fromEntries(names.map(name => [name, `${ROOT}dist/${name}/index.mjs`]))
const took = new Map<string, number[]>([EMPTY, ...names].map(name => [name, []]))
for (let round = 0; round < ROUNDS; round++) {
  for (const name of [EMPTY, ...names]) {
    const args = ['--input-type=module', '-e', SCRIPT, files[name] ?? EMPTY]
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: ENVIRONMENT })
    took.get(name)?.push(Number(stdout))
  }
}
const empty = median(took.get(EMPTY) ?? [])
console.log(`an empty module: ${empty.toFixed(1)} ms (medians of ${ROUNDS} fresh processes)`)
for (const name of names) {
  const ms = median(took.get(name) ?? [])
  const { size } = await stat(files[name] ?? '')
  console.log(`${name.padEnd(10)} ${(size / 1024).toFixed(0)} KB  ${ms.toFixed(1)} ms  ${(ms / empty).toFixed(1)} ×`)
}
