import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Config {
  readonly forbidden: (IForbiddenRuleType & { readonly name: string })[]
  readonly options: ICruiseOptions
}

const { default: config } = (await import(`${new URL('../.dependency-cruiser.mjs', import.meta.url)}`)) as {
  readonly default: Config
}
const root = fileURLToPath(new URL('..', import.meta.url))

/** A file of a test tree, and what it imports: a file of the same tree, or a module. */
interface Planted {
  readonly file: string
  readonly imports: string
  readonly type?: true
}

const imports = (file: string, imported: string): Planted => ({ file, imports: imported })
const namesTypeOf = (file: string, imported: string): Planted => ({ file, imports: imported, type: true })

/** For each rule, imports that it must refuse. */
const violations: { readonly [rule: string]: readonly Planted[] } = {
  'no-cycles': [imports('lib/pace.ts', 'lib/pace.ts')],
  'no-unresolved': [imports('lib/pace.ts', './nowhere.ts')],
  protocol: [imports('lib/protocol/ids.ts', 'lib/session/time.ts'), imports('lib/protocol/ids.ts', 'node:crypto')],
  client: [imports('lib/client/client.ts', 'lib/session/time.ts'), imports('lib/client/client.ts', 'zod')],
  doctor: [imports('lib/doctor/diagnose.ts', 'lib/session/hours.ts'), imports('lib/doctor/gather.ts', 'node:http')],
  'client-carries-no-schemas': [
    imports('lib/client/client.ts', 'lib/protocol/frames.ts'),
    imports('lib/doctor/diagnose.ts', 'lib/protocol/config.ts'),
  ],
  'leaves-import-nothing': [
    namesTypeOf('lib/protocol/wire.ts', 'lib/protocol/ids.ts'),
    namesTypeOf('lib/defined.ts', 'lib/json.ts'),
  ],
  domain: [
    imports('lib/session/decide.ts', 'lib/conversations/execute.ts'),
    imports('lib/session/session.ts', 'lib/search/fold.ts'),
    imports('lib/session/verbs/pause.ts', 'node:fs'),
    imports('lib/session/verbs/pause.ts', 'zod'),
    namesTypeOf('lib/session/listed.ts', 'lib/ports/sessions.ts'),
    namesTypeOf('lib/session/policy.ts', 'lib/app.ts'),
  ],
  'domain-checks-no-input': [imports('lib/session/verbs/say.ts', 'lib/protocol/message.ts')],
  'verbs-by-decide': [
    imports('lib/conversations/execute.ts', 'lib/session/verbs/pause.ts'),
    imports('lib/session/verbs/reply.ts', 'lib/session/verbs/pause.ts'),
  ],
  ports: [namesTypeOf('lib/ports/store.ts', 'lib/dynamo/store.ts'), namesTypeOf('lib/ports/system.ts', 'node:fs')],
  'ports-run-nothing': [imports('lib/ports/sessions.ts', 'lib/session/decide.ts')],
  search: [imports('lib/search/words.ts', 'lib/ports/sessions.ts'), imports('lib/search/words.ts', 'node:fs')],
  views: [imports('lib/views/hitl.ts', 'lib/ports/sessions.ts'), imports('lib/views/hitl.ts', 'lib/http/route.ts')],
  conversations: [
    imports('lib/conversations/execute.ts', 'lib/dynamo/store.ts'),
    imports('lib/conversations/announce.ts', 'lib/bots/ask.ts'),
    imports('lib/conversations/announce.ts', 'node:http'),
  ],
  widget: [
    imports('web/widget/frame/main.ts', 'react'),
    imports('web/widget/frame/main.ts', 'lib/session/session.ts'),
    imports('web/widget/loader.ts', 'web/console/main.ts'),
  ],
  cli: [
    imports('cli/run.ts', 'lib/session/session.ts'),
    imports('cli/run.ts', 'local/seed.ts'),
    imports('cli/connection.ts', 'local/interlude.ts'),
  ],
  shared: [imports('web/shared/markdown.ts', 'preact'), imports('web/shared/markdown.ts', 'web/console/main.ts')],
  'tools-of-tests-stay-there': [imports('local/gateway/gateway.ts', 'local/gateway/test-gateway.ts')],
  'library-knows-no-function': [
    imports('lib/bots/ask.ts', 'functions/ask/handler.ts'),
    imports('lib/bots/ask.ts', 'test/support/commands.ts'),
  ],
  'functions-never-import-each-other': [imports('functions/ask/handler.ts', 'functions/clock/clock.ts')],
  'functions-know-no-runner': [imports('functions/ask/handler.ts', 'local/logger.ts')],
  'engines-apart': [
    imports('lib/dynamo/store.ts', 'lib/sqlite/store.ts'),
    imports('lib/sqlite/store.ts', 'lib/conversations/load.ts'),
    imports('lib/memory/store.ts', 'lib/sqlite/store.ts'),
    imports('lib/memory/sessions.ts', 'lib/conversations/load.ts'),
  ],
  'memory-store-for-tests': [
    imports('lib/app.ts', 'lib/memory/store.ts'),
    imports('lib/dynamo/store.ts', 'lib/memory/store.ts'),
    imports('functions/ask/handler.ts', 'lib/memory/store.ts'),
    imports('local/engine.ts', 'lib/memory/store.ts'),
  ],
}

/** Imports that the rules must allow. */
const allowed: readonly Planted[] = [
  imports('lib/session/decide.ts', 'lib/session/verbs/pause.ts'),
  imports('lib/session/session.ts', 'node:crypto'),
  imports('lib/session/verbs/say.ts', 'lib/protocol/problem.ts'),
  namesTypeOf('lib/session/verbs/say.ts', 'lib/protocol/message.ts'),
  namesTypeOf('lib/ports/sessions.ts', 'lib/session/decide.ts'),
  imports('lib/conversations/execute.ts', 'lib/session/decide.ts'),
  imports('lib/sqlite/search.ts', 'lib/search/words.ts'),
  imports('lib/memory/search.ts', 'lib/search/words.ts'),
  imports('lib/bots/directory.test.ts', 'lib/memory/store.ts'),
  imports('functions/clock/clock.ts', 'lib/conversations/execute.ts'),
  imports('lib/session/rules.test.ts', 'test/support/conversation.ts'),
  imports('cli/explained.ts', 'lib/client/index.ts'),
  imports('cli/commands/doctor.ts', 'lib/doctor/gather.ts'),
  imports('cli/connection.ts', 'local/dev-file.ts'),
]

let folder: string
let trees = 0

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlude-imports-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Returns the names of the rules that a tree with these files breaks. */
async function brokenBy(...planted: readonly Planted[]): Promise<readonly string[]> {
  const tree = join(folder, String(trees++))
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(tree, file)), { recursive: true })
    writeFileSync(join(tree, file), text, { flag: 'a' })
  }
  for (const part of ['cli', 'functions', 'lib', 'local', 'web']) mkdirSync(join(tree, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  for (const { file, imports: imported, type } of planted) {
    const isFile = /^(cli|functions|lib|local|test|web)\//.test(imported)
    if (isFile) write(imported, 'export const it = 1\n')
    const from = isFile ? `./${relative(dirname(file), imported)}` : imported
    write(file, `import ${type ? 'type ' : ''}* as other from '${from}'\nexport type Other = typeof other\n`)
  }
  const { forbidden, options } = config
  const { output } = await cruise(['cli', 'functions', 'lib', 'local', 'web'], {
    ...options,
    baseDir: tree,
    validate: true,
    ruleSet: { forbidden },
  })
  return (output as ICruiseResult).summary.violations.map(({ rule }) => rule.name)
}

describe('the import rules', () => {
  it('each have a planted violation', () => {
    expect(Object.keys(violations)).toEqual(config.forbidden.map(({ name }) => name))
  })

  it('allow the imports that the layout needs', async () => {
    expect(await brokenBy(...allowed)).toEqual([])
  })

  const planted = Object.entries(violations).flatMap(([rule, each]) => each.map(one => ({ rule, ...one })))
  it.each(planted)('$rule: refuses an import of $imports in $file', async ({ rule, ...one }) => {
    expect(await brokenBy(one)).toContain(rule)
  })
})
