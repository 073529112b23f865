import type { ChannelStore, StoredPlatformApp } from '../ports/channels.ts'
import type { Database } from './database.ts'

/** The accounts of platforms, and the operator's applications there. */
export function channels(database: Database): ChannelStore {
  const holder = database.prepare('SELECT bot FROM account WHERE type = ? AND id = ?')
  const app = database.prepare('SELECT version, fields FROM platform_app WHERE type = ?')

  return {
    accountHolder: (type, accountId) =>
      database.read(() => (holder.get(type, accountId) as { bot: string } | undefined)?.bot),

    platformApp: type =>
      database.read(() => {
        const row = app.get(type) as { version: number; fields: string } | undefined
        return row && { version: row.version, fields: JSON.parse(row.fields) as StoredPlatformApp['fields'] }
      }),

    putPlatformApp: (type, version, { version: newVersion, fields }) =>
      database.write('putPlatformApp', { type, version, newVersion, fields: JSON.stringify(fields) }),
  }
}
