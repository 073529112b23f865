import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withTable } from './content-table/print.ts'

const PAGE = fileURLToPath(new URL('../docs/channels.md', import.meta.url))

writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8')))
