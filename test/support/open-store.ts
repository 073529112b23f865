import { openSqliteStore } from '../../lib/sqlite/store.ts'

/** Opens the file given as the argument, which upgrades it, and closes it again. Prints `opening` first. */
console.log('opening')
openSqliteStore({ path: process.argv[2] ?? '' }).close()
