import type { App } from '../../lib/app.ts'
import type { BotConfig } from '../../lib/protocol/config.ts'

/** The lists of a configuration that agents may read. */
type Listed = 'cards' | 'links' | 'macros' | 'tags'

/** Reads a list of a bot's configuration. A configuration that was stored before bots had the list has none. */
export async function configured<Name extends Listed>(
  { directory }: App,
  botId: string,
  name: Name,
): Promise<BotConfig[Name]> {
  const stored: Partial<BotConfig> = (await directory.bot(botId)).config
  return stored[name] ?? []
}
