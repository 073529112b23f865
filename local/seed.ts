import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { App } from '../lib/app.ts'
import { makeKey } from '../lib/auth/keys.ts'
import { newSecrets } from '../lib/bots/secrets.ts'
import { BotConfig } from '../lib/protocol/config.ts'
import { randomIds } from '../lib/system.ts'
import { readIfThere, writeWhole } from './files.ts'

export const DEMO_BOT = 'demo'

const Secrets = z.object({
  botKey: z.string(),
  key: z.object({ keyId: z.string(), hash: z.string(), createdAt: z.string(), label: z.string().exactOptional() }),
  botSecret: z.string(),
})
/**
 * The demo bot's key, and the secret that signs the calls to it. The first start creates them; later starts reuse them.
 */
export type Secrets = z.infer<typeof Secrets>

export async function readSecrets(path: string): Promise<Secrets> {
  const text = await readIfThere(path)
  if (text !== undefined) return Secrets.parse(JSON.parse(text))
  const { key, stored } = makeKey(randomIds, new Date().toISOString(), 'demo')
  const secrets: Secrets = { botKey: key, key: { ...stored }, botSecret: `whsec_${randomBytes(32).toString('base64')}` }
  await writeWhole(path, JSON.stringify(secrets))
  return secrets
}

/** Creates the demo bot if it is missing, or updates its URLs. Leaves the rest of its configuration unchanged. */
export async function seed(app: App, { key, botSecret }: Secrets, url: string): Promise<void> {
  const stored = await app.store.bot(DEMO_BOT)
  const connector = { type: 'http', url, secret: botSecret, timeoutMs: 10_000 } as const
  const isDemo = stored?.config.connector === undefined || stored.config.connector.url.endsWith(new URL(url).pathname)
  if (stored === undefined || (isDemo && stored.config.connector?.url !== url)) {
    const version = stored?.config.version ?? 0
    await app.store.putBot(DEMO_BOT, version, {
      ...(stored ?? newSecrets(app.ids)),
      config: {
        ...(stored?.config ?? BotConfig.parse({ connector, ...demoLook(url) })),
        ...(stored?.config.avatarUrl?.endsWith(PICTURE) && { avatarUrl: pictureAt(url) }),
        connector,
        version: version + 1,
      },
    })
    app.directory.forget(DEMO_BOT)
  }
  if (!(await app.store.key(DEMO_BOT, key.keyId))) await app.store.putKey(DEMO_BOT, key)
}

const PICTURE = '/demo/pip.svg'
const pictureAt = (url: string) => new URL(PICTURE, url).href

/** The name, avatar and widget of the demo shop's bot. */
function demoLook(url: string) {
  return {
    name: 'Pip',
    avatarUrl: pictureAt(url),
    widget: {
      title: 'Northfold',
      color: '#1f5c46',
      endCommand: '/end',
      greeting: 'Hi, I am Pip. Ask me about tents, delivery or opening hours.',
      texts: {
        de: { greeting: 'Hallo, ich bin Pip. Fragen Sie mich nach Zelten, Lieferung oder Öffnungszeiten.' },
        fr: { greeting: 'Bonjour, je suis Pip. Tentes, livraison, horaires : posez-moi vos questions.' },
      },
    },
  }
}
