import { execFileSync } from 'node:child_process'
import { openApiDocument } from '../lib/http/openapi.ts'
import { ROOT } from './assemble.ts'
import { apiTexts } from './texts/api.ts'
import { commandTexts, errorTexts, fieldTexts, logTexts } from './texts/code.ts'
import { readSource, type Source, type Text } from './texts/source.ts'
import { titleTexts } from './texts/titles.ts'

const HELP = `Lists on one page every text that people read: the API, errors, logs, commands, test titles. Prints Markdown.

  npm run texts                       prints every part
  npm run texts -- api errors         prints these parts (api, errors, fields, logs, commands, titles)
`

const PRODUCT = /^(lib|functions)\//
const COMMANDS = /^(scripts|local|bench)\//
const SUPPORT = /(^|\/)(test-[\w-]+|metered-world)\.ts$|^scripts\/texts/

/** The parts of the page, each with the files that it reads and a function that lists the texts of a file. */
const PARTS = {
  errors: { title: 'Error details', reads: isProduct, list: errorTexts },
  fields: { title: 'Messages about fields', reads: isProduct, list: fieldTexts },
  logs: { title: 'Log messages', reads: (path: string) => isProduct(path) || isCommand(path), list: logTexts },
  commands: { title: 'Commands', reads: isCommand, list: commandTexts },
  titles: { title: 'Test titles', reads: (path: string) => isTest(path) || path.startsWith('test/'), list: titleTexts },
} as const satisfies Record<
  string,
  { title: string; reads: (path: string) => boolean; list: (source: Source) => readonly Text[] }
>

function isProduct(path: string): boolean {
  return PRODUCT.test(path) && !isTest(path) && !SUPPORT.test(path)
}

function isCommand(path: string): boolean {
  return COMMANDS.test(path) && !isTest(path) && !SUPPORT.test(path)
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}

async function main(names: readonly string[]): Promise<void> {
  const isAsked = (name: string) => names.length === 0 || names.includes(name)
  const unknown = names.find(name => name !== 'api' && !Object.hasOwn(PARTS, name))
  if (unknown !== undefined) throw new Error(`There is no part "${unknown}".\n\n${HELP}`)
  if (isAsked('api')) printApi()
  const paths = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n')
  for (const [name, { title, reads, list }] of Object.entries(PARTS)) {
    if (!isAsked(name)) continue
    const sources = await Promise.all(paths.filter(reads).map(path => readSource(ROOT, path)))
    print(title, sources.flatMap(list))
  }
}

function printApi(): void {
  const texts = apiTexts(openApiDocument())
  const lines = texts.map(({ place, text }) => `- ${place}: ${text}`)
  console.log(`## API (${texts.length})\n\n${lines.join('\n')}\n`)
}

/** Prints texts grouped by file. A text of several lines becomes a block. */
function print(title: string, texts: readonly Text[]): void {
  console.log(`## ${title} (${texts.length})\n`)
  for (const [path, of] of Map.groupBy(texts, text => text.path)) {
    console.log(`### ${path}\n\n${of.map(lineOf).join('\n')}\n`)
  }
}

function lineOf({ line, text }: Text): string {
  const lines = text.trimEnd().split('\n')
  return `- ${line}: ${lines.length === 1 ? text.trim() : ['', ...lines].join('\n      ')}`
}

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) process.stdout.write(HELP)
else await main(args)
