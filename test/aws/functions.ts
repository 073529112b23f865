import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Packaged } from '../template/deployment.ts'
import { functionsOf, standIn } from '../template/template.ts'
import type { AwsWorld } from './aws-world.ts'

const PROGRAM = fileURLToPath(new URL('function-program.mjs', import.meta.url))

/** The packaged functions, each in a process of its own that has nothing but what the template and Lambda give it. */
export interface Functions {
  /** Hands an event to a function; answers what it answers. Throws what it throws. */
  invoke<Result = unknown>(name: string, event: unknown): Promise<Result>
  close(): Promise<void>
}

export async function startFunctions({ template, parts }: Packaged, world: AwsWorld): Promise<Functions> {
  const processes = new Map<string, ChildProcess>()
  for (const { name, Handler, Environment } of functionsOf(template)) {
    const [file, exported] = Handler.split('.') as [string, string]
    const told = Object.keys(Environment.Variables).map(variable => [
      variable,
      world.variables[variable] ?? standIn(Environment.Variables[variable]),
    ])
    const child = fork(PROGRAM, [join(parts, `${file}.mjs`), exported], {
      env: { ...Object.fromEntries(told), ...ofLambda(name), ...world.endpoints },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    await once(child, 'message')
    processes.set(name, child)
  }
  return {
    async invoke<Result>(name: string, event: unknown) {
      const child = processes.get(name)
      if (!child) throw new Error(`there is no function ${name}`)
      const answered = once(child, 'message')
      child.send({ event })
      const [{ result, error }] = (await answered) as [{ result: Result; error?: string }]
      if (error !== undefined) throw new Error(`${name}: ${error}`)
      return result
    },
    async close() {
      for (const child of processes.values()) {
        const gone = once(child, 'exit')
        child.kill()
        await gone
      }
    },
  }
}

/** The environment variables that Lambda itself sets. */
function ofLambda(name: string): Record<string, string> {
  return {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_LAMBDA_FUNCTION_NAME: `interlude-dev-${name}`,
  }
}
